package io.gondola.conformance.differential;

import io.gondola.conformance.differential.RandomProgram.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes random programs: the same one from the same seed, on every machine. */
final class Generator {
    private static final int MAX_STATEMENTS = 5;

    private final SplittableRandom random;
    private final long seed;
    private final List<Integer> capacities = new ArrayList<>();
    private int mutexes;
    private int nextValue = 1;

    private Generator(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    static RandomProgram program(long seed) {
        return new Generator(seed).generate();
    }

    private RandomProgram generate() {
        int channels = 1 + random.nextInt(3);
        for (int i = 0; i < channels; i++) {
            capacities.add(chance(4) ? RandomProgram.NIL : random.nextInt(3));
        }
        mutexes = random.nextInt(3);
        int goroutines = 2 + random.nextInt(3);
        List<List<Statement>> bodies = new ArrayList<>();
        for (int g = 0; g < goroutines; g++) {
            bodies.add(statements());
        }
        if (chance(70)) {
            balance(bodies);
        }
        for (int g = 1; g < goroutines; g++) {
            List<Statement> spawner = bodies.get(chance(20) ? random.nextInt(g) : 0);
            int at = chance(50) ? 0 : random.nextInt(spawner.size() + 1);
            spawner.add(at, new Statement.Spawn(g));
        }
        List<Body> result = new ArrayList<>();
        for (List<Statement> body : bodies) {
            result.add(new Body(body, chance(25)));
        }
        return new RandomProgram(seed, capacities, mutexes, result);
    }

    /**
     * Gives each element a receiver and each receiver an element, so that not nearly all programs end in a deadlock.
     */
    private void balance(List<List<Statement>> bodies) {
        for (int c = 0; c < capacities.size(); c++) {
            int surplus = 0;
            for (List<Statement> body : bodies) {
                for (Statement statement : body) {
                    if (statement instanceof Statement.Send send && send.channel() == c) {
                        surplus++;
                    } else if (statement instanceof Statement.Receive receive && receive.channel() == c) {
                        surplus--;
                    }
                }
            }
            for (; surplus != 0; surplus -= Integer.signum(surplus)) {
                bodies.get(random.nextInt(bodies.size())).add(surplus > 0 ? new Statement.Receive(c) : send(c));
            }
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private List<Statement> statements() {
        List<Statement> body = new ArrayList<>();
        int n = 1 + random.nextInt(MAX_STATEMENTS);
        while (body.size() < n) {
            if (mutexes > 0 && chance(18)) {
                addCriticalSection(body);
            } else {
                body.add(statement());
            }
        }
        return body;
    }

    /** Mostly balanced, so that programs get somewhere; sometimes the unlock, or the lock, is missing. */
    private void addCriticalSection(List<Statement> body) {
        int mutex = random.nextInt(mutexes);
        if (!chance(3)) {
            body.add(chance(12) ? new Statement.TryLock(mutex) : new Statement.Lock(mutex));
        }
        if (chance(70)) {
            body.add(statement());
        }
        if (!chance(6)) {
            body.add(new Statement.Unlock(mutex));
        }
    }

    private Statement statement() {
        int channel = random.nextInt(capacities.size());
        int kind = random.nextInt(100);
        if (kind < 30) {
            return send(channel);
        } else if (kind < 56) {
            return new Statement.Receive(channel);
        } else if (kind < 62) {
            return new Statement.Range(channel);
        } else if (kind < 71) {
            return new Statement.Close(channel);
        } else if (kind < 75) {
            return new Statement.Length(channel);
        } else if (kind < 93) {
            return select();
        } else if (kind < 97) {
            return new Statement.Yield();
        } else {
            return new Statement.Panic("p" + nextValue++);
        }
    }

    private Statement send(int channel) {
        return new Statement.Send(channel, nextValue++);
    }

    private Statement select() {
        int n = random.nextInt(4);
        boolean hasDefault = chance(35);
        List<Statement> cases = new ArrayList<>();
        while (cases.size() < n) {
            int channel = random.nextInt(capacities.size());
            cases.add(chance(50) ? send(channel) : new Statement.Receive(channel));
        }
        return new Statement.Select(cases, hasDefault || (n == 0 && chance(80)));
    }
}
