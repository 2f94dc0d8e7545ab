package io.gondola.samples.files.crawl;

import io.vavr.collection.Seq;
import java.nio.file.Path;

/**
 * What is in an HTML file.
 *
 * @param title may be empty
 * @param links the HTML files in the crawled folder to which it links
 * @param broken the links to files in that folder that do not exist, as they stand in the page
 * @param outside how many links lead elsewhere
 */
record Page(String title, Seq<Path> links, Seq<String> broken, int outside) {}
