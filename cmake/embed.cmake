# trig_embed(TARGET FILE SYMBOL): makes FILE, a path from the project's root, the string SYMBOL in a
# generated header beside it in the build tree ("analyze/report/page.css" gives
# "analyze/report/page_css.h"), so that a program carries its page style inside itself.
function(trig_embed target file symbol)
  get_filename_component(folder "${file}" DIRECTORY)
  set(header "${PROJECT_BINARY_DIR}/generated/${folder}/${symbol}.h")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" -DINPUT=${PROJECT_SOURCE_DIR}/${file} -DOUTPUT=${header} -DSYMBOL=${symbol}
            -P "${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake"
    DEPENDS "${PROJECT_SOURCE_DIR}/${file}" "${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${header}")
  target_include_directories(${target} PRIVATE "${PROJECT_BINARY_DIR}/generated")
endfunction()
