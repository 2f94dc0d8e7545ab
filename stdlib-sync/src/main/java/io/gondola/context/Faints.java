package io.gondola.context;

import org.jspecify.annotations.Nullable;

/**
 * The children of a context whose programs have ended. Guarded by the context's lock.
 *
 * <p>The collector may take its time, so those that are gone are looked for only when there are twice as many as were
 * left: each pays for a constant number of looks.
 */
final class Faints {
    private static final int MIN_LIMIT = 32;

    private @Nullable Child first;
    private int count;
    private int limit = MIN_LIMIT;

    /** The first of them; the others follow by {@code next}. */
    @Nullable
    Child first() {
        return first;
    }

    int count() {
        return count;
    }

    void add(Faint faint) {
        if (count >= limit) {
            dropGone();
            limit = Math.max(MIN_LIMIT, 2 * count);
        }
        faint.next = first;
        first = faint;
        count++;
    }

    private void dropGone() {
        Child left = null;
        count = 0;
        Child child = first;
        while (child != null) {
            Child after = child.next;
            if (!child.isGone()) {
                child.next = left;
                left = child;
                count++;
            }
            child = after;
        }
        first = left;
    }
}
