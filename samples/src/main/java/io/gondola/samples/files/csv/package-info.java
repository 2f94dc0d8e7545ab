/** A table in CSV that becomes JSON lines, by a pipeline with dead letters. */
package io.gondola.samples.files.csv;
