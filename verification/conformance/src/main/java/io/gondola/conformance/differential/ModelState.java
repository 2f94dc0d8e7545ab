package io.gondola.conformance.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A state of the {@link Model}. */
final class ModelState {
    /** What a goroutine is about to do. */
    enum Status {
        UNBORN,
        READY,
        WAITING,
        PANICKING,
        DONE
    }

    final int[] at;
    final Status[] status;
    final String[] panic;
    final List<List<String>> logs = new ArrayList<>();
    final List<List<Integer>> buffers = new ArrayList<>();
    final boolean[] closed;

    /** The goroutines that wait to receive and to send, by channel, in the order in which they came. */
    final List<List<Integer>> receivers = new ArrayList<>();

    final List<List<Integer>> senders = new ArrayList<>();
    final boolean[] locked;

    ModelState(RandomProgram program) {
        int n = program.goroutines().size();
        int channels = program.capacities().size();
        at = new int[n];
        status = new Status[n];
        Arrays.fill(status, Status.UNBORN);
        status[0] = Status.READY;
        panic = new String[n];
        closed = new boolean[channels];
        locked = new boolean[program.mutexes()];
        fill(logs, n);
        fill(buffers, channels);
        fill(receivers, channels);
        fill(senders, channels);
    }

    private ModelState(ModelState s) {
        at = s.at.clone();
        status = s.status.clone();
        panic = s.panic.clone();
        closed = s.closed.clone();
        locked = s.locked.clone();
        s.logs.forEach(l -> logs.add(new ArrayList<>(l)));
        s.buffers.forEach(l -> buffers.add(new ArrayList<>(l)));
        s.receivers.forEach(l -> receivers.add(new ArrayList<>(l)));
        s.senders.forEach(l -> senders.add(new ArrayList<>(l)));
    }

    private static <T> void fill(List<List<T>> lists, int n) {
        for (int i = 0; i < n; i++) {
            lists.add(new ArrayList<>());
        }
    }

    ModelState copy() {
        return new ModelState(this);
    }

    void log(int g, String event) {
        logs.get(g).add(event);
    }

    /** The statement is done, and told. */
    void done(int g, String event) {
        log(g, event);
        next(g);
    }

    /** The statement is done. */
    void next(int g) {
        at[g]++;
        resume(g);
    }

    /** It runs again, whatever it waited for. */
    void resume(int g) {
        status[g] = Status.READY;
        receivers.forEach(q -> q.remove((Integer) g));
        senders.forEach(q -> q.remove((Integer) g));
    }

    void panicking(int g, String text) {
        resume(g);
        status[g] = Status.PANICKING;
        panic[g] = text;
    }

    boolean allDone() {
        return Arrays.stream(status).allMatch(s -> s == Status.DONE);
    }

    boolean othersDone() {
        return Arrays.stream(status).skip(1).allMatch(s -> s == Status.DONE);
    }

    /** Equal states have equal keys. */
    String key() {
        return Arrays.toString(at)
                + Arrays.toString(status)
                + Arrays.toString(panic)
                + logs
                + buffers
                + Arrays.toString(closed)
                + receivers
                + senders
                + Arrays.toString(locked);
    }
}
