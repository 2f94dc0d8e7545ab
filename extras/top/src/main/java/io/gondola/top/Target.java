package io.gondola.top;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM that is looked at, through a connection that is open. */
final class Target implements AutoCloseable {
    private static final String HERE = "here";
    private static final Pattern PID = Pattern.compile("[0-9]+");
    private static final Pattern HOST_AND_PORT = Pattern.compile(".+:[0-9]+");

    private final String name;
    private final MBeanServerConnection connection;
    private final Closeable connector;

    private Target(String name, MBeanServerConnection connection, Closeable connector) {
        this.name = name;
        this.connection = connection;
        this.connector = connector;
    }

    /**
     * Connects to what is called {@code text}.
     *
     * @throws IOException if that is not possible; the message says why
     */
    static Target named(String text) throws IOException {
        if (text.equals(HERE)) {
            return new Target("this process", ManagementFactory.getPlatformMBeanServer(), () -> {});
        }
        if (PID.matcher(text).matches()) {
            return connect("process " + text, Attached.address(text));
        }
        if (HOST_AND_PORT.matcher(text).matches()) {
            return connect(text, "service:jmx:rmi:///jndi/rmi://" + text + "/jmxrmi");
        }
        throw new IOException("neither a PID nor HOST:PORT: " + text);
    }

    @SuppressWarnings("BanJNDI") // the user says which JVM to trust, as for jconsole
    private static Target connect(String name, String address) throws IOException {
        JMXServiceURL url;
        try {
            url = new JMXServiceURL(address);
        } catch (MalformedURLException e) {
            throw new IOException("neither a PID nor HOST:PORT: " + name, e);
        }
        try {
            JMXConnector connector = JMXConnectorFactory.connect(url);
            return new Target(name, connector.getMBeanServerConnection(), connector);
        } catch (IOException | SecurityException e) {
            throw new IOException("cannot connect to " + name + ": " + rootOf(e), e);
        }
    }

    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    MBeanServerConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the other side has gone, and with it the connection
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
