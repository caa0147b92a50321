# Writes OUTPUT: a C header that holds the bytes of INPUT as SYMBOL, one literal a line. ISO C promises
# 4095 bytes of one string; every compiler that this builds with takes more.
file(STRINGS "${INPUT}" lines ENCODING UTF-8)
set(text "/* Made from a file of the same name while building. */\n")
string(APPEND text "#pragma GCC diagnostic push\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n")
string(APPEND text "static const char ${SYMBOL}[] =\n")
foreach(line IN LISTS lines)
  string(REPLACE "\\" "\\\\" line "${line}")
  string(REPLACE "\"" "\\\"" line "${line}")
  string(APPEND text "    \"${line}\\n\"\n")
endforeach()
string(APPEND text "    \"\";\n#pragma GCC diagnostic pop\n")
file(WRITE "${OUTPUT}" "${text}")
