package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JmxTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private Set<ObjectName> names() {
        try {
            return new TreeSet<>(server.queryNames(new ObjectName("io.gondola:type=Runtime,*"), null));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoRuntime open() {
        return GoRuntime.builder().maxProcs(2).jmx(true).build();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(names()).isEmpty();
    }

    @Test
    void countersAreAttributes() throws JMException {
        try (GoRuntime rt = open()) {
            rt.run(Go.go(Go.unit()).repeat(10));
            ObjectName name = names().iterator().next();

            assertThat(server.getAttribute(name, "Spawned")).isEqualTo(11L);
            assertThat(server.getAttribute(name, "LongSteps")).isEqualTo(0L);
            assertThat((TabularData[]) server.getAttribute(name, "Processors")).hasSize(2);
        }
    }

    /** Each of them: one that cannot be converted is missing where all are asked for at once. */
    @Test
    void allAttributesCanBeRead() throws JMException {
        try (GoRuntime rt = open()) {
            rt.run(Go.unit());
            ObjectName name = names().iterator().next();

            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                assertThat(server.getAttribute(name, attribute.getName()))
                        .as(attribute.getName())
                        .isNotNull();
            }
        }
    }

    @Test
    void maxProcsCanBeSet() throws JMException {
        try (GoRuntime rt = open()) {
            server.setAttribute(names().iterator().next(), new Attribute("MaxProcs", 3));

            assertThat(rt.stats().maxProcs()).isEqualTo(3);
        }
    }

    @Test
    void dumpIsAnOperation() throws JMException {
        try (GoRuntime rt = open()) {
            var result = rt.start(Go.sleep(Duration.ofHours(1)));
            rt.run(TestRuntime.waiting(rt, 1, "sleep"));

            assertThat(server.invoke(names().iterator().next(), "dump", null, null))
                    .asString()
                    .contains("goroutine 1 [sleep]:");
            result.cancel(true);
        }
    }

    @Test
    void runtimesSideBySideHaveNamesOfTheirOwnUntilTheyAreClosed() {
        GoRuntime first = open();
        try (GoRuntime second = open()) {
            assertThat(names()).hasSize(2);
            first.close();
            first.close();
            assertThat(names()).hasSize(1);
            second.setMaxProcs(1);
        }
    }

    @Test
    void runtimeIsNotRegisteredUnlessAsked() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThat(names()).isEmpty();
            rt.setMaxProcs(1);
        }
    }
}
