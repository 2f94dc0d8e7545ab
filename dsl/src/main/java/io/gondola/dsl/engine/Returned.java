package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * Tells reports which function returned the program that runs above. It does nothing else: values pass through.
 *
 * <p>Calls in the last place must not make the stack grow, since recursion through {@code flatMap} is how endless
 * programs are written. So of several such functions in a row only the first one is shown, where the row was entered;
 * where it came to by then, the program that runs shows itself.
 */
public final class Returned extends Frame {
    /*
     * Ordering. `shown` is read without any order. The thread that makes a runtime has set it before the runtime's
     * goroutines run; others lose lines of reports at worst. While it is false it costs a read of a static field that
     * nobody writes.
     */
    private static boolean shown;

    /** A {@linkplain Sites#token token}. */
    private final @Nullable Object function;

    private Returned(@Nullable Object function) {
        this.function = function;
    }

    /** From now on reports show such functions, of all runtimes of this JVM. */
    public static void show() {
        if (!shown) {
            shown = true;
        }
    }

    /** Notes, if it is to be shown, that {@code function} has returned what {@code f} goes on with. */
    public static void by(Object function, Fiber f) {
        if (shown && !(f.top() instanceof Returned)) {
            f.push(new Returned(Sites.token(function)));
        }
    }

    @Override
    public boolean isLeftSilently() {
        return true;
    }

    @Override
    public @Nullable Object resume(Fiber f, @Nullable Object value) {
        f.pop();
        return value;
    }

    @Override
    public @Nullable Object site() {
        return function;
    }
}
