/**
 * Writes a failure for people: the table on the terminal and the page for the browser.
 *
 * <p>Begin at {@code TerminalReport} and {@code HtmlReport}. The package reads {@code trace} and nothing else.
 */
@NullMarked
package io.gondola.testkit.report;

import org.jspecify.annotations.NullMarked;
