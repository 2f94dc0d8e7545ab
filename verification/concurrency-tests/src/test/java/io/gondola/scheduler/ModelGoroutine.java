package io.gondola.scheduler;

/**
 * A goroutine that does one act after another, and checks that no two threads run it, or run on its processor, at once.
 */
final class ModelGoroutine extends Goroutine {
    private final ModelProgram model;
    private final String name;
    private final ModelProgram.Act[] acts;
    private int act;
    private boolean runs;
    private Runnable leave;
    private ModelProgram.Act afterBlocking;
    private Runnable passOn;
    private boolean waitsForOutside;

    ModelGoroutine(ModelProgram model, Program program, String name, ModelProgram.Act... acts) {
        super(program);
        this.model = model;
        this.name = name;
        this.acts = acts;
    }

    @Override
    public void run() {
        if (runs) {
            throw new AssertionError(this + " runs on two threads");
        }
        if (act == acts.length && afterBlocking == null) {
            throw new AssertionError(this + " runs after its end");
        }
        if (state() == DEAD) {
            throw new AssertionError(this + " runs after it was dropped");
        }
        runs = true;
        state(RUNNING);
        leave = null;
        model.occupy(this);
        if (afterBlocking != null) {
            ModelProgram.Act rest = afterBlocking;
            afterBlocking = null;
            rest.run(this);
        } else {
            acts[act++].run(this);
        }
        Runnable last = leave;
        if (last == null) {
            if (act != acts.length) {
                throw new AssertionError(this + " has acts left");
            }
            state(DEAD);
            runs = false;
            model.vacate(this);
            scheduler().ended(this);
            return;
        }
        state(WAITING);
        runs = false;
        if (Machine.current().p != null) {
            model.vacate(this);
        }
        last.run();
    }

    /** Sets what publishes this goroutine, as the last thing that the machine does with it. */
    void leaveWith(Runnable publish) {
        leave = publish;
    }

    /** Parks until somebody calls {@link ModelLot#release}. */
    void parkAt(ModelLot lot) {
        leaveWith(() -> lot.park(this));
    }

    /** Sleeps until the clock, which stands at 0, shows {@code deadline}. */
    void sleepsUntil(long deadline) {
        leaveWith(() -> scheduler().sleepUntil(this, deadline));
    }

    /** Has {@code code} run if this goroutine is dropped when it was ready to run. */
    void whenDropped(Runnable code) {
        passOn = code;
    }

    /** Has it hold off deadlock reports as long as it lives. */
    void waitsForOutside() {
        waitsForOutside = true;
    }

    @Override
    protected void dropped() {
        if (passOn != null) {
            passOn.run();
        }
    }

    /** Ends the program, as the return of the main goroutine does. */
    void exits() {
        model.program.exit();
    }

    void yields() {
        leaveWith(() -> scheduler().yielded(this));
    }

    void spawns(ModelGoroutine g) {
        scheduler().spawn(g);
    }

    /**
     * Runs {@code code} as code that may block, then goes on with {@code rest}, at once or in another run. Last
     * statement of an act.
     */
    void blocks(Runnable code, ModelProgram.Act rest) {
        model.vacate(this);
        scheduler().enterBlocking(this);
        code.run();
        if (scheduler().exitBlocking(this)) {
            model.occupy(this);
            rest.run(this);
        } else {
            afterBlocking = rest;
            leaveWith(() -> scheduler().requeueAfterBlocking(this));
        }
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return waitsForOutside;
    }

    @Override
    public String toString() {
        return name + "(state=" + state() + ", acts=" + act + "/" + acts.length + ")";
    }
}
