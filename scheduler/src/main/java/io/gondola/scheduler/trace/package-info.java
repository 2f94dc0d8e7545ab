/**
 * Traces that show themselves: events of a run in memory, what they tell in tables, and the page that draws them.
 *
 * <p>Nothing here knows goroutines or processors as objects: a goroutine is a number, and so are lanes, texts and what
 * is waited for. {@code EventLog} collects events, {@code Timeline} makes stretches of running of them, {@code Tables}
 * and {@code Curves} sum these up, and {@code Page} writes all of it as HTML.
 */
@NullMarked
package io.gondola.scheduler.trace;

import org.jspecify.annotations.NullMarked;
