/** A bounded crawler of HTML files, one pipeline for each distance. */
package io.gondola.samples.files.crawl;
