/**
 * Pipelines over real files: a digest of a folder, and a word count. Each checks itself against a sequential run.
 */
package io.gondola.samples.files;
