# Every library the project stands on, found once. CONTRIBUTING.md says what each is for.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(GSL REQUIRED IMPORTED_TARGET gsl)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
find_package(Threads REQUIRED)

# libcsv and uchardet's neighbours ship no pkg-config file.
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(csv_external UNKNOWN IMPORTED)
set_target_properties(csv_external PROPERTIES IMPORTED_LOCATION "${CSV_LIBRARY}"
                                              INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")
find_path(UTHASH_INCLUDE_DIR uthash.h REQUIRED)
find_path(READSTAT_INCLUDE_DIR readstat.h REQUIRED)
find_library(READSTAT_LIBRARY readstat REQUIRED)
add_library(readstat_external UNKNOWN IMPORTED)
set_target_properties(readstat_external PROPERTIES IMPORTED_LOCATION "${READSTAT_LIBRARY}"
                                                   INTERFACE_INCLUDE_DIRECTORIES "${READSTAT_INCLUDE_DIR}")
