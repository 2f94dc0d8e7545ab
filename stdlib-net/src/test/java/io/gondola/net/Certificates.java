package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates, made by the JDK's keytool, and the contexts with them. */
final class Certificates {
    private static final String SECRET = "secret";
    private static final String AUTHORITY = "authority";

    private final Path file;

    private Certificates(Path file) {
        this.file = file;
    }

    /** With an authority of its own, which its contexts trust and nobody else does. */
    static Certificates in(Path directory, String name) throws Exception {
        Certificates c = new Certificates(directory.resolve(name + ".p12"));
        c.keytool(AUTHORITY, "-dname", "CN=" + name, "-validity", "1000", "-startdate", "-100d", "-ext", "bc:c");
        return c;
    }

    /** Makes a key whose certificate the authority has signed. */
    Certificates signed(String alias, String host, String... validity) throws Exception {
        return add(alias, host, List.of("-signer", AUTHORITY), validity);
    }

    /** Makes a key whose certificate only itself vouches for. */
    Certificates selfSigned(String alias, String host) throws Exception {
        return add(alias, host, List.of());
    }

    private Certificates add(String alias, String host, List<String> signer, String... validity) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-dname", "CN=" + host, "-ext", "san=dns:" + host));
        arguments.addAll(signer);
        arguments.addAll(List.of(validity));
        keytool(alias, arguments.toArray(String[]::new));
        return this;
    }

    private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                SECRET,
                "-keystore",
                file.toString()));
        command.addAll(List.of(arguments));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).as(out).isZero();
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, SECRET.toCharArray());
        }
        return keys;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        return keys;
    }

    /** A context that trusts the authority and has no key. */
    SSLContext client() throws GeneralSecurityException, IOException {
        return context(new KeyManager[0]);
    }

    /** A context that trusts the authority and has the key {@code alias}. */
    SSLContext server(String alias) throws GeneralSecurityException, IOException {
        KeyStore all = load();
        KeyStore one = empty();
        one.setKeyEntry(
                alias, all.getKey(alias, SECRET.toCharArray()), SECRET.toCharArray(), all.getCertificateChain(alias));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(one, SECRET.toCharArray());
        return context(own.getKeyManagers());
    }

    private SSLContext context(KeyManager[] own) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }
}
