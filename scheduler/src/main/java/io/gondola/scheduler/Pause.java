package io.gondola.scheduler;

/** Whether one of those that observe a scheduler is told of nothing at this moment, since it would be too much. */
final class Pause {
    /*
     * It begins from within what the observer is told of. So it does not wait for the lock of the Observation, which is
     * held while the file of a trace is opened: if it fails to get the lock the observer is told of the next event, and
     * tries again.
     */
    private final Observation observation;

    // guarded by the observation's lock
    private boolean lasts;
    private long since;

    Pause(Observation observation) {
        this.observation = observation;
    }

    /** Is told since when there was a pause, before the observer is told of anything that happens. */
    interface Listener {
        void after(long since);
    }

    /** Begins, if that can be done at once and it does not last already; {@code now} is the observer's time. */
    void begin(long now) {
        if (observation.lock.tryLock()) {
            try {
                if (!lasts) {
                    lasts = true;
                    since = now;
                    observation.publish();
                }
            } finally {
                observation.lock.unlock();
            }
        }
    }

    /** Ends, if it lasts. */
    void end(Listener listener) {
        observation.lock.lock();
        try {
            if (lasts) {
                listener.after(since);
                lasts = false;
                observation.publish();
            }
        } finally {
            observation.lock.unlock();
        }
    }

    /** Up to when the observer has been told of everything: {@code now}, or when the pause began. */
    long toldUntil(long now) {
        observation.lock.lock();
        try {
            return lasts ? since : now;
        } finally {
            observation.lock.unlock();
        }
    }

    /** Under the observation's lock. */
    boolean lasts() {
        return lasts;
    }
}
