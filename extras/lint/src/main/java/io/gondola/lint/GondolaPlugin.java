package io.gondola.lint;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/**
 * Finds, while javac compiles, programs that are built and never run, steps that block their thread, and the like: see
 * {@link Finding}.
 *
 * <pre>{@code
 * javac -Xplugin:Gondola -processorpath gondola-lint.jar …
 * javac "-Xplugin:Gondola shared=off blocking=warning" -processorpath gondola-lint.jar …
 * }</pre>
 *
 * <p>Each argument is {@code finding=severity}; the severities are {@code error}, {@code warning} and {@code off}. In
 * the code, {@code @SuppressWarnings("gondola:dropped")} on a class, a method or a variable allows one finding there,
 * {@code
 * @SuppressWarnings("gondola")} all.
 */
public final class GondolaPlugin implements Plugin {
    /** For {@link java.util.ServiceLoader}. */
    public GondolaPlugin() {}

    @Override
    public String getName() {
        return "Gondola";
    }

    /**
     * Adds the checks to {@code task}.
     *
     * @throws IllegalArgumentException {@code unknown finding: dropt; it is one of [dropped, …]},
     *     {@code severity must be error, warning or off: dropped=eror}
     */
    @Override
    public void init(JavacTask task, String... args) {
        task.addTaskListener(new Inspector(task, Severities.of(args)));
    }
}
