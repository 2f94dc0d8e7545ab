package io.gondola.conformance.differential;

import io.gondola.conformance.differential.ModelState.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All outcomes that Go allows for a program, found by trying every order of its statements. It shares no code with the
 * implementation that it judges.
 */
final class Model {
    /*
     * A statement is one step. One that waits for another goroutine is finished by that goroutine's step: only the
     * goroutine's own log tells when it went on, so nothing is lost. A panic is a step of its own, since which of two
     * panics comes first can be seen.
     *
     * Where Go's implementation promises more than the specification (first in, first out among those that wait for a
     * channel), the model takes the implementation's word, since ours promises it, too. A mutex may go to anybody.
     */
    private final RandomProgram program;
    private final boolean tryLockMayFail;
    private final SortedSet<String> outcomes = new TreeSet<>();
    private Choices choices = new Choices();

    private Model(RandomProgram program, boolean tryLockMayFail) {
        this.program = program;
        this.tryLockMayFail = tryLockMayFail;
    }

    /**
     * Finds all outcomes.
     *
     * @param tryLockMayFail whether {@code TryLock} may fail on a free mutex, as the memory model allows
     * @return the outcomes; empty if the program has more than {@code maxStates} states
     */
    static Optional<SortedSet<String>> outcomes(RandomProgram program, int maxStates, boolean tryLockMayFail) {
        Model model = new Model(program, tryLockMayFail);
        return model.search(maxStates) ? Optional.of(model.outcomes) : Optional.empty();
    }

    private boolean search(int maxStates) {
        Set<String> seen = new HashSet<>();
        Deque<ModelState> open = new ArrayDeque<>();
        open.push(new ModelState(program));
        while (!open.isEmpty()) {
            ModelState s = open.pop();
            if (!seen.add(s.key())) {
                continue;
            }
            if (seen.size() > maxStates) {
                return false;
            }
            boolean stuck = true;
            for (int g = 0; g < s.status.length; g++) {
                if (isEnabled(s, g)) {
                    stuck = false;
                    choices = new Choices();
                    do {
                        ModelState next = s.copy();
                        if (step(next, g)) {
                            open.push(next);
                        }
                    } while (choices.next());
                }
            }
            if (stuck) {
                outcomes.add(s.allDone() ? Outcome.ended(s.logs) : Outcome.deadlock(s.logs));
            }
        }
        return true;
    }

    private boolean isEnabled(ModelState s, int g) {
        if (s.status[g] != Status.READY) {
            return s.status[g] == Status.PANICKING;
        }
        if (isAtEnd(s, g)) {
            return g != 0 || s.othersDone();
        }
        return !(current(s, g) instanceof Statement.Lock lock && s.locked[lock.mutex()]);
    }

    private boolean isAtEnd(ModelState s, int g) {
        return s.at[g] == program.goroutines().get(g).statements().size();
    }

    private Statement current(ModelState s, int g) {
        return program.goroutines().get(g).statements().get(s.at[g]);
    }

    /** Returns false if the program has ended with it. */
    private boolean step(ModelState s, int g) {
        if (s.status[g] == Status.PANICKING) {
            return panic(s, g);
        }
        if (isAtEnd(s, g)) {
            s.status[g] = Status.DONE;
            return true;
        }
        Statement statement = current(s, g);
        if (statement instanceof Statement.Unlock unlock) {
            return unlock(s, g, unlock.mutex());
        } else if (statement instanceof Statement.Lock lock) {
            s.locked[lock.mutex()] = true;
            s.done(g, "l" + lock.mutex());
        } else if (statement instanceof Statement.TryLock lock) {
            boolean free = !s.locked[lock.mutex()] && (!tryLockMayFail || choices.choose(2) == 0);
            s.locked[lock.mutex()] |= free;
            s.done(g, "t" + lock.mutex() + "=" + free);
        } else if (statement instanceof Statement.Select select) {
            select(s, g, select);
        } else if (statement instanceof Statement.Close close) {
            close(s, g, close.channel());
        } else if (statement instanceof Statement.Length length) {
            s.done(
                    g,
                    "len" + length.channel() + "="
                            + s.buffers.get(length.channel()).size());
        } else if (statement instanceof Statement.Spawn spawn) {
            s.status[spawn.goroutine()] = Status.READY;
            s.next(g);
        } else if (statement instanceof Statement.Panic panic) {
            s.panicking(g, panic.text());
        } else if (statement instanceof Statement.Yield) {
            s.next(g);
        } else if (isReady(s, statement)) {
            communicate(s, g, statement, "");
        } else {
            await(s, g, statement);
        }
        return true;
    }

    private boolean panic(ModelState s, int g) {
        if (!program.goroutines().get(g).recovers()) {
            outcomes.add(Outcome.panic(s.panic[g]));
            return false;
        }
        s.log(g, "recovered " + s.panic[g]);
        s.panic[g] = null;
        s.at[g] = program.goroutines().get(g).statements().size();
        s.status[g] = Status.READY;
        return true;
    }

    private boolean unlock(ModelState s, int g, int mutex) {
        if (!s.locked[mutex]) {
            outcomes.add(Outcome.fatal(Outcome.UNLOCK));
            return false;
        }
        s.locked[mutex] = false;
        s.done(g, "u" + mutex);
        return true;
    }

    // channels: a communication is a Send, a Receive or a Range

    private int capacity(int channel) {
        return program.capacities().get(channel);
    }

    private static int channel(Statement communication) {
        if (communication instanceof Statement.Send send) {
            return send.channel();
        }
        return communication instanceof Statement.Receive receive
                ? receive.channel()
                : ((Statement.Range) communication).channel();
    }

    private boolean isReady(ModelState s, Statement communication) {
        int c = channel(communication);
        if (capacity(c) == RandomProgram.NIL) {
            return false;
        }
        if (communication instanceof Statement.Send) {
            return s.closed[c]
                    || !s.receivers.get(c).isEmpty()
                    || s.buffers.get(c).size() < capacity(c);
        }
        return s.closed[c] || !s.senders.get(c).isEmpty() || !s.buffers.get(c).isEmpty();
    }

    private void await(ModelState s, int g, Statement communication) {
        int c = channel(communication);
        s.status[g] = Status.WAITING;
        if (capacity(c) == RandomProgram.NIL) {
            return;
        }
        List<Integer> queue = (communication instanceof Statement.Send ? s.senders : s.receivers).get(c);
        if (!queue.contains(g)) {
            queue.add(g);
        }
    }

    /** It is ready. */
    private void communicate(ModelState s, int g, Statement communication, String prefix) {
        int c = channel(communication);
        if (communication instanceof Statement.Send send) {
            send(s, g, send, prefix);
            return;
        }
        List<Integer> buffer = s.buffers.get(c);
        List<Integer> senders = s.senders.get(c);
        String value = "closed";
        if (!buffer.isEmpty()) {
            value = buffer.remove(0).toString();
            if (!senders.isEmpty()) {
                buffer.add(takenFrom(s, senders.get(0), c));
            }
        } else if (!senders.isEmpty()) {
            value = Integer.toString(takenFrom(s, senders.get(0), c));
        }
        received(s, g, communication, value, prefix);
    }

    private void send(ModelState s, int g, Statement.Send send, String prefix) {
        int c = send.channel();
        if (s.closed[c]) {
            s.panicking(g, "send on closed channel");
            return;
        }
        s.done(g, prefix + "s" + c);
        if (s.receivers.get(c).isEmpty()) {
            s.buffers.get(c).add(send.value());
        } else {
            givenTo(s, s.receivers.get(c).get(0), c, Integer.toString(send.value()));
        }
    }

    private void received(ModelState s, int g, Statement communication, String value, String prefix) {
        int c = channel(communication);
        if (communication instanceof Statement.Receive) {
            s.done(g, prefix + "r" + c + "=" + value);
        } else if (value.equals("closed")) {
            s.done(g, "end" + c);
        } else {
            s.log(g, "v" + c + "=" + value);
            s.resume(g);
        }
    }

    /** The waiting goroutine {@code g} gets {@code value}. */
    private void givenTo(ModelState s, int g, int c, String value) {
        Statement statement = current(s, g);
        if (statement instanceof Statement.Select select) {
            int i = caseOn(select, c, false);
            received(s, g, select.cases().get(i), value, "sel" + i + ":");
        } else {
            received(s, g, statement, value, "");
        }
    }

    /** The waiting goroutine {@code g} gives its element. */
    private int takenFrom(ModelState s, int g, int c) {
        Statement statement = current(s, g);
        String prefix = "";
        if (statement instanceof Statement.Select select) {
            int i = caseOn(select, c, true);
            statement = select.cases().get(i);
            prefix = "sel" + i + ":";
        }
        s.done(g, prefix + "s" + c);
        return ((Statement.Send) statement).value();
    }

    /** Any of the cases of a waiting select that sends to, or receives from, {@code c}. */
    private int caseOn(Statement.Select select, int c, boolean sends) {
        List<Integer> cases = new ArrayList<>();
        for (int i = 0; i < select.cases().size(); i++) {
            Statement one = select.cases().get(i);
            if (channel(one) == c && one instanceof Statement.Send == sends) {
                cases.add(i);
            }
        }
        return cases.get(choices.choose(cases.size()));
    }

    private void select(ModelState s, int g, Statement.Select select) {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < select.cases().size(); i++) {
            if (isReady(s, select.cases().get(i))) {
                ready.add(i);
            }
        }
        if (!ready.isEmpty()) {
            int i = ready.get(choices.choose(ready.size()));
            communicate(s, g, select.cases().get(i), "sel" + i + ":");
        } else if (select.hasDefault()) {
            s.done(g, "default");
        } else {
            s.status[g] = Status.WAITING;
            select.cases().forEach(one -> await(s, g, one));
        }
    }

    private void close(ModelState s, int g, int c) {
        if (capacity(c) == RandomProgram.NIL || s.closed[c]) {
            s.panicking(g, s.closed[c] ? "close of closed channel" : "close of nil channel");
            return;
        }
        s.closed[c] = true;
        s.done(g, "c" + c);
        for (int sender : List.copyOf(s.senders.get(c))) {
            s.panicking(sender, "send on closed channel");
        }
        for (int receiver : List.copyOf(s.receivers.get(c))) {
            givenTo(s, receiver, c, "closed");
        }
    }
}
