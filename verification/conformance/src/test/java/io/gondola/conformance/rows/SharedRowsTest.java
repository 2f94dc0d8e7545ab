package io.gondola.conformance.rows;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicBool;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.AtomicLong;
import io.gondola.sync.AtomicRef;
import io.gondola.sync.Pool;
import io.gondola.sync.SyncMap;
import io.vavr.Tuple;
import io.vavr.collection.List;
import io.vavr.control.Option;

/** Pool, Map and atomic variables. */
@Row(
        id = "3.7-1",
        rule = "Where `Pool.Get` looks",
        go = "the P's private slot, its own list, the others' lists, last collection's, then New",
        ours = "the shelf of the thread, the other shelves, then the function",
        why = "a pool is not tied to one runtime",
        tests = {"PoolTest.objectsPutByOneThreadAreFoundByAnother", "PoolTest.anObjectIsNeverGivenTwice"})
@Row(
        id = "3.7-3",
        rule = "A pool and the garbage collector",
        go = "an object survives at most two collections; a race build drops one Put of four",
        ours = "objects are dropped when the memory is needed",
        why = "they are softly referenced: the JVM collects far more often",
        tests = "PoolTest.putThenGetYieldsTheSameObject")
class SharedRowsTest {
    @Row(
            id = "3.7-2",
            rule = "`Pool.Put(nil)`; Get of an empty pool without New",
            go = "ignored; nil",
            ours = "ignored; none",
            why = "an `Option` says it in the type")
    @OnEveryRuntime
    void aPoolIgnoresNullAndYieldsNoneWhenItIsEmpty(World w) {
        w.yields(List.of(Option.none(), Option.some("a"), Option.none()), () -> {
            Pool<String> pool = new Pool<>();
            return Go.zip(
                    pool.put(null).then(pool.get()),
                    pool.put("a").then(pool.get()),
                    pool.get(),
                    (x, y, z) -> List.<Object>of(x, y, z));
        });
    }

    @Row(
            id = "3.7-4",
            rule = "The operations of a Map",
            go = "Load, Store, LoadOrStore, LoadAndDelete, Delete, Swap, CompareAndSwap, CompareAndDelete, Range,"
                    + " Clear",
            tests = {"SyncMapTest.mapResultsSeen", "SyncMapTest.deleteAndClear"})
    @Row(
            id = "3.7-5",
            rule = "Their results",
            go = "LoadOrStore (1, false), then (1, true); Swap the former value; CompareAndDelete of a wrong one"
                    + " false; LoadAndDelete (4, true); Load of what is not there (nil, false)")
    @OnEveryRuntime
    void aMapHasGosOperationsAndResults(World w) {
        w.yields(
                List.of(
                        Tuple.of(1, false),
                        Tuple.of(1, true),
                        Option.some(1),
                        false,
                        true,
                        Option.some(3),
                        Option.none(),
                        Option.none()),
                () -> {
                    SyncMap<String, Integer> m = new SyncMap<>();
                    return Go.zip(
                                    m.loadOrStore("a", 1),
                                    m.loadOrStore("a", 9),
                                    m.swap("a", 2),
                                    m.compareAndDelete("a", 1),
                                    m.compareAndSwap("a", 2, 3),
                                    m.loadAndDelete("a"),
                                    m.load("a"),
                                    m.swap("b", 1),
                                    (a, b, c, d, e, f, g, h) -> List.<Object>of(a, b, c, d, e, f, g, h))
                            .flatMap(all -> m.store("c", 1)
                                    .then(m.delete("b"))
                                    .then(m.clear())
                                    .then(m.load("c"))
                                    .map(none -> none.isEmpty() ? all : List.<Object>of("clear left something")));
                });
    }

    @Row(
            id = "3.7-6",
            rule = "`Map.Range`",
            go = "is no snapshot; visits each key at most once; ends when the function returns false",
            ours = "the same, on a `ConcurrentHashMap`",
            why = "the JDK has one, where Go has a hash trie",
            tests = {"SyncMapTest.rangeVisitsEachKeyOnceAndStopsOnFalse", "SyncMapTest.theBodyOfRangeMayUseTheMap"})
    @OnEveryRuntime
    void rangeVisitsEachKeyOnce(World w) {
        w.yields(Tuple.of(6, 1), () -> {
            SyncMap<Integer, Integer> m = new SyncMap<>();
            AtomicInt all = new AtomicInt();
            AtomicInt one = new AtomicInt();
            return Go.forRange(1, 4, i -> m.store(i, i))
                    .then(m.range((k, v) -> all.add(v).then(m.store(k, 0)).as(true)))
                    .then(m.range((k, v) -> one.add(1).as(false)))
                    .then(Go.zip(all.load(), one.load(), Tuple::of));
        });
    }

    @Row(
            id = "3.7-7",
            rule = "Atomic types and their operations",
            go = "Bool, Int32, Int64, Uint32, Uint64, Uintptr, Pointer, Value: Load, Store, Swap, CompareAndSwap,"
                    + " Add; And and Or return the old value",
            ours = "`AtomicBool`, `AtomicInt`, `AtomicLong`, `AtomicRef` with the same operations",
            why = "Java has no unsigned integers and no pointers",
            tests = {
                "AtomicTest.anIntHasGosOperations",
                "AtomicTest.aLongHasGosOperations",
                "AtomicTest.aReferenceComparesIdentity"
            })
    @OnEveryRuntime
    void atomicVariablesHaveGosOperations(World w) {
        w.yields(List.of(15, 15, 6, 15, false, true, 3), () -> {
            AtomicInt n = new AtomicInt(12);
            return Go.zip(
                    n.add(3),
                    n.and(6),
                    n.or(9),
                    n.swap(1),
                    n.compareAndSwap(2, 3),
                    n.compareAndSwap(1, 3),
                    n.load(),
                    List::of);
        });
        w.yields(List.of(15L, 15L, 6L, 15L, false, true, 3L), () -> {
            AtomicLong n = new AtomicLong(12);
            return Go.zip(
                    n.add(3),
                    n.and(6),
                    n.or(9),
                    n.swap(1),
                    n.compareAndSwap(2, 3),
                    n.compareAndSwap(1, 3),
                    n.load(),
                    List::of);
        });
        w.yields(List.of(false, true, true, false, "b"), () -> {
            AtomicBool b = new AtomicBool();
            AtomicRef<String> r = new AtomicRef<>("a");
            return Go.zip(
                    b.swap(true),
                    b.compareAndSwap(true, false),
                    r.compareAndSwap("a", "b"),
                    r.compareAndSwap("a", "c"),
                    r.load(),
                    List::of);
        });
    }

    @Row(id = "3.7-8", rule = "Additions of several goroutines to an atomic variable", go = "are not lost")
    @OnEveryRuntime
    void additionsAreNotLost(World w) {
        w.yields(4, () -> {
            AtomicInt n = new AtomicInt();
            return Go.parallel(List.fill(4, n.add(1))).then(n.load());
        });
        w.yields(Unit.UNIT, () -> new AtomicInt().store(1));
    }
}
