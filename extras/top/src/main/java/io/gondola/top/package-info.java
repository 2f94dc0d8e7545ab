/**
 * A live view of the goroutines of any JVM, in a terminal.
 *
 * <p>Begin at {@link io.gondola.top.Top}: {@code Attached} finds the JVM and asks it, {@code Reading} is one answer,
 * {@code Picture} draws it, and {@code LiveView} does so again and again. It uses what a runtime tells through JMX, and
 * no class of the runtime's.
 */
@NullMarked
package io.gondola.top;

import org.jspecify.annotations.NullMarked;
