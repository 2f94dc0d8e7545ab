package io.gondola.dsl;

import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Sites;
import org.jspecify.annotations.Nullable;

/**
 * A program of one step, such as a send: a value at once, or after parking once. Not for users to extend.
 *
 * <p>Its {@code exec} pushes no frame. An instruction that combines it with something else may therefore execute it in
 * place, and needs a frame only if it answers with a signal. An operation that others can observe begins with
 * {@code Fiber.step()}.
 *
 * @param <A> the type of the value
 */
public abstract class Operation<A> extends Shallow<A> {
    protected Operation() {}

    @Override
    @SuppressWarnings("exports") // Fiber is for the sister modules, which execute operations in place
    public abstract @Nullable Object exec(Fiber f) throws Throwable;

    /** Whether {@code program} is nothing but a panic. */
    protected static boolean isPanic(Go<?> program) {
        return program instanceof Raise;
    }

    /**
     * The {@linkplain #isPanic panic}, with the function of the user's that returned it, which its report is to show.
     */
    protected static Go<?> returnedBy(Object function, Go<?> panic) {
        return ((Raise<?>) panic).returnedBy(function);
    }

    /**
     * Goes on with {@code body}, which a function has returned: a value, or Java code, needs no way through the run
     * loop; to be returned. What the code throws is thrown there all the same, when those who combine this operation
     * have pushed their frames.
     */
    @SuppressWarnings("exports") // Fiber is for the sister modules
    protected static @Nullable Object goOnWith(Go<?> body, Fiber f) {
        if (body instanceof Pure || body instanceof Run || body instanceof Call) {
            try {
                return body.exec(f);
            } catch (Throwable t) {
                return f.call(Built.like(body, new Thrown(body, t)));
            }
        }
        return f.call(body);
    }

    /** What {@link #goOnWith} has executed has thrown; reports show that. */
    private static final class Thrown extends Instruction {
        private final Go<?> executed;
        private final Throwable thrown;

        Thrown(Go<?> executed, Throwable thrown) {
            this.executed = executed;
            this.thrown = thrown;
        }

        @Override
        public Object exec(Fiber f) throws Throwable {
            throw thrown;
        }

        @Override
        public @Nullable Object site() {
            return Sites.of(executed);
        }
    }
}
