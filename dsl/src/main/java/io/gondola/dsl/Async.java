package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedConsumer;
import org.jspecify.annotations.Nullable;

/** Waits for a callback of other code. */
final class Async<A> extends Operation<A> implements Visible {
    private final CheckedConsumer<? super Callback<A>> register;

    Async(CheckedConsumer<? super Callback<A>> register) {
        this.register = register;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        Completion<A> completion = new Completion<>();
        register.accept(completion);
        if (completion.get() instanceof Outcome outcome) {
            return outcome.get();
        }
        f.element(completion);
        FutureWait<?> future = (Object) register instanceof FutureWait<?> wait ? wait : null;
        return f.park(new Waiting(Sites.token(register), future));
    }

    @Override
    public Object site() {
        return register;
    }

    @Override
    public void outline(Outline out) {
        out.function("async", register);
    }

    @Override
    public OpKind kind() {
        return OpKind.ASYNC;
    }

    /** The wait, once the callback is registered: the user's function has done its work, and is not kept. */
    private static final class Waiting extends Instruction implements Visible {
        private final @Nullable Object site;

        /** What the wait is for, to be told if it is given up; null if that is not a future. */
        private final @Nullable FutureWait<?> future;

        Waiting(@Nullable Object site, @Nullable FutureWait<?> future) {
            this.site = site;
            this.future = future;
        }

        @Override
        public Object exec(Fiber f) {
            throw new AssertionError("a wait is never executed");
        }

        @Override
        @SuppressWarnings("NullAway") // it has one while it waits
        public void commit(Fiber f) {
            f.scheduler().waitsForOutside(f);
            ((Completion<?>) f.element()).await(f);
        }

        @Override
        @SuppressWarnings("NullAway") // it has one until it goes on, with an outcome
        public @Nullable Object resumed(Fiber f) throws Throwable {
            return ((Outcome) ((Completion<?>) f.takeElement()).get()).get();
        }

        @Override
        @SuppressWarnings("NullAway") // it has one while it waits
        public boolean withdraw(Fiber f) {
            Completion<?> completion = (Completion<?>) f.element();
            boolean withdrawn = completion.withdraw(f);
            if (withdrawn && future != null) {
                future.givenUp(completion);
            }
            return withdrawn;
        }

        @Override
        public void passOn(Fiber f) {
            if (f.element() instanceof Completion<?> completion) { // racy: it may not wait here any more
                completion.abandon();
            }
        }

        @Override
        public String waitReason() {
            return "async";
        }

        @Override
        public boolean mayBeReadiedFromOutside() {
            return true;
        }

        @Override
        public @Nullable Object site() {
            return site;
        }

        @Override
        public OpKind kind() {
            return OpKind.ASYNC;
        }
    }
}
