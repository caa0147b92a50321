# trig_embed(TARGET FILE SYMBOL): makes FILE the string SYMBOL in a generated header SYMBOL.h, so that
# a program carries its page style inside itself.
function(trig_embed target file symbol)
  set(header "${CMAKE_CURRENT_BINARY_DIR}/generated/${symbol}.h")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" -DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DOUTPUT=${header} -DSYMBOL=${symbol}
            -P "${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake"
    DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${header}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
