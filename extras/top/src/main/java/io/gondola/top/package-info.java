/** A live view of the goroutines of any JVM, in a terminal: {@link io.gondola.top.Top}. */
package io.gondola.top;
