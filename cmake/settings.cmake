# One interface target carries the warnings, sanitizers and include root to every target of ours.
add_library(trig_settings INTERFACE)
target_include_directories(trig_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(trig_settings INTERFACE _GNU_SOURCE TRIG_VERSION="${PROJECT_VERSION}")
target_compile_options(
  trig_settings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wvla
                          -Wmissing-prototypes -Wformat=2 -fstack-protector-strong)
# Products and sums keep the order they are written in: no contraction into fused operations, so
# that a number is the same on every machine.
target_compile_options(trig_settings INTERFACE -ffp-contract=off)
if(TRIG_WERROR)
  target_compile_options(trig_settings INTERFACE -Werror)
endif()
if(TRIG_SANITIZE)
  target_compile_options(trig_settings INTERFACE -fsanitize=address,undefined
                                                 -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(trig_settings INTERFACE -fsanitize=address,undefined)
endif()
if(TRIG_FUZZ)
  # Shows libFuzzer which branches an input takes; the fuzzers themselves link its main.
  target_compile_options(trig_settings INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(trig_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(TRIG_COVERAGE)
  target_compile_options(trig_settings INTERFACE --coverage -O0)
  target_link_options(trig_settings INTERFACE --coverage)
endif()

# trig_add_library(NAME SOURCES...): a static library of ours with the project's settings.
function(trig_add_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC trig_settings)
endfunction()

# trig_add_program(NAME SOURCES...): a program of ours, built into bin/ and installed.
function(trig_add_program name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE trig_settings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()

# trig_add_completion(NAME): the bash completion of a program made with trig_add_program, printed by
# the program itself (`NAME completion`) and installed where bash looks for it.
function(trig_add_completion name)
  if(CMAKE_CROSSCOMPILING)
    return()
  endif()
  set(folder "${PROJECT_BINARY_DIR}/share/bash-completion/completions")
  file(MAKE_DIRECTORY "${folder}")
  add_custom_command(
    OUTPUT "${folder}/${name}"
    COMMAND ${name} completion > "${folder}/${name}"
    DEPENDS ${name}
    COMMENT "Printing the bash completion of ${name}"
    VERBATIM)
  add_custom_target(${name}-completion ALL DEPENDS "${folder}/${name}")
  install(FILES "${folder}/${name}" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
endfunction()
