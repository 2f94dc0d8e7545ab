/**
 * The plugin of javac that is switched on by {@code -Xplugin:Gondola}. {@link io.gondola.lint.GondolaPlugin} is the
 * way in and tells the options; {@link io.gondola.lint.Finding} lists what it looks for.
 *
 * <p>It uses only the compiler's public interface, {@code com.sun.source}, so it needs no {@code --add-exports}. Each
 * class that javac has checked is walked once by {@code Walk}, which asks one class for each finding.
 */
@NullMarked
package io.gondola.lint;

import org.jspecify.annotations.NullMarked;
