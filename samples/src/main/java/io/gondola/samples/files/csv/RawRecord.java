package io.gondola.samples.files.csv;

import io.vavr.control.Option;

/**
 * The lines of a file that make one record.
 *
 * @param line the number of the first line, from 1 on
 * @param text the lines, with line feeds between them
 * @param problem why they are no record, if they are not
 */
record RawRecord(long line, String text, Option<String> problem) {}
