package io.gondola.dsl;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * A runtime's registration with the platform's MBean server.
 *
 * <p>The module {@code java.management} is optional, so this class is not to be loaded but for a runtime that asks for
 * it.
 */
final class ManagedRuntime implements GoRuntimeMXBean, AutoCloseable {
    private static final AtomicLong IDS = new AtomicLong();

    private final GoRuntime runtime;
    private final ObjectName name;

    private ManagedRuntime(GoRuntime runtime) throws JMException {
        this.runtime = runtime;
        this.name = new ObjectName("io.gondola:type=Runtime,id=" + IDS.incrementAndGet());
    }

    static ManagedRuntime register(GoRuntime runtime) {
        try {
            while (true) {
                ManagedRuntime bean = new ManagedRuntime(runtime);
                if (bean.isRegistered()) {
                    return bean;
                }
            }
        } catch (JMException e) {
            throw new IllegalStateException("cannot register the runtime with JMX", e);
        }
    }

    /** False if the name is taken: by another class loader that has loaded Gondola. */
    private boolean isRegistered() throws JMException {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(this, GoRuntimeMXBean.class, true), name);
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // somebody else has unregistered it
        } catch (JMException e) {
            throw new IllegalStateException("cannot unregister the runtime from JMX: name=" + name, e);
        }
    }

    @Override
    public long getGoroutines() {
        return runtime.stats().goroutines();
    }

    @Override
    public long getSpawned() {
        return runtime.stats().spawned();
    }

    @Override
    public long getParked() {
        return runtime.stats().parked();
    }

    @Override
    public long getSteals() {
        return runtime.stats().steals();
    }

    @Override
    public long getHandoffs() {
        return runtime.stats().handoffs();
    }

    @Override
    public long getPolls() {
        return runtime.stats().polls();
    }

    @Override
    public long getPreemptions() {
        return runtime.stats().preemptions();
    }

    @Override
    public long getLongSteps() {
        return runtime.stats().longSteps();
    }

    @Override
    public long getTimers() {
        return runtime.stats().timers();
    }

    @Override
    public Map<String, String> getMeters() {
        return plain(runtime.stats().meters().mapValues(Meter::toString));
    }

    @Override
    public int getQueued() {
        return runtime.stats().queued();
    }

    @Override
    public Goroutines getCensus() {
        return new Counted(runtime.census());
    }

    /** A copy without a comparator, with which JMX would convert no map. */
    private static <V> Map<String, V> plain(io.vavr.collection.Map<String, V> map) {
        return new LinkedHashMap<>(map.toJavaMap());
    }

    /** A census in terms of the JDK. */
    private record Counted(Census census) implements Goroutines {
        private static final int MOST = 50;

        @Override
        public Map<String, Long> getStates() {
            return plain(census.states());
        }

        @Override
        public Map<String, Long> getWaits() {
            return plain(census.waits());
        }

        @Override
        public List<Site> getSites() {
            return census.sites().take(MOST).map(s -> (Site) new CountedSite(s)).asJava();
        }
    }

    private record CountedSite(Census.Site site) implements Site {
        @Override
        public String getPlace() {
            return site.place();
        }

        @Override
        public long getGoroutines() {
            return site.goroutines();
        }

        @Override
        public Map<String, Long> getStates() {
            return plain(site.states());
        }
    }

    @Override
    public int getMachines() {
        return runtime.stats().machines();
    }

    @Override
    public int getMaxProcs() {
        return runtime.stats().maxProcs();
    }

    @Override
    public void setMaxProcs(int n) {
        runtime.setMaxProcs(n);
    }

    @Override
    public List<Map<String, Long>> getProcessors() {
        return runtime.stats().processors().map(ManagedRuntime::counters).asJava();
    }

    private static Map<String, Long> counters(ProcessorStats p) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("running", p.running() ? 1L : 0L);
        counters.put("queued", (long) p.queued());
        counters.put("timers", (long) p.timers());
        counters.put("switches", p.switches());
        counters.put("spawned", p.spawned());
        counters.put("ended", p.ended());
        counters.put("parked", p.parked());
        counters.put("steals", p.steals());
        counters.put("stolen", p.stolen());
        counters.put("preemptions", p.preemptions());
        counters.put("blockingCalls", p.blockingCalls());
        return counters;
    }

    @Override
    public String dump() {
        return runtime.dump().toString();
    }
}
