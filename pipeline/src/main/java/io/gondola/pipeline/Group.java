package io.gondola.pipeline;

import io.vavr.collection.Array;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;

/** Elements that are put together, until they are taken out as an {@link Array}. Not for several threads. */
final class Group extends AbstractCollection<Object> {
    /*
     * Array.ofAll takes the array that a collection's toArray answers with, and copies nothing. A group gives away its
     * own one if all of it is in use. The next group begins with room for as many elements as the one before had: where
     * all have the same size, no array is made but those that are given away.
     */
    private static final Object[] NONE = {};
    private static final int FIRST_ROOM = 8;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    /** What is kept for the group after a large one: the next may be small. */
    private static final int MOST_ROOM = 1 << 10;

    private Object[] elements = NONE;
    private int size;
    private int room = FIRST_ROOM;

    void append(Object x) {
        if (size == elements.length) {
            elements = size == 0 ? new Object[room] : Arrays.copyOf(elements, (int) Math.min(2L * size, MAX_SIZE));
        }
        elements[size++] = x;
    }

    /** All elements; none is left. */
    Array<Object> take() {
        Array<Object> all = Array.ofAll(this);
        room = Math.max(1, Math.min(size, MOST_ROOM));
        elements = NONE;
        size = 0;
        return all;
    }

    /** Called by {@link Array#ofAll}, which keeps the array: see take. */
    @Override
    public Object[] toArray() {
        return size == elements.length ? elements : Arrays.copyOf(elements, size);
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Object> iterator() {
        return Arrays.asList(elements).subList(0, size).iterator();
    }
}
