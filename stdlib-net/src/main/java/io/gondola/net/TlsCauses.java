package io.gondola.net;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's engine says, in Go's words. What Go has no words for stays the JDK's.
 *
 * @go crypto/tls/alert.go, {@code alertText}
 * @go crypto/x509/verify.go, {@code CertificateInvalidError}, {@code UnknownAuthorityError}, {@code HostnameError}
 */
final class TlsCauses {
    private static final String ALERT = "Received fatal alert: ";
    private static final String X509 = "tls: failed to verify certificate: x509: ";
    private static final String NO_RECORD = "tls: first record does not look like a TLS handshake";
    private static final int MAX_CAUSES = 20; // of an exception that is its own cause

    /** Go's names of alerts that are not the JDK's with blanks. */
    private static final Map<String, String> ALERTS = Map.of(
            "bad_record_mac", "bad record MAC",
            "certificate_revoked", "revoked certificate",
            "certificate_expired", "expired certificate",
            "certificate_unknown", "unknown certificate",
            "unknown_ca", "unknown certificate authority",
            "decode_error", "error decoding message",
            "decrypt_error", "error decrypting message",
            "protocol_version", "protocol version not supported",
            "insufficient_security", "insufficient security level");

    private TlsCauses() {}

    /** The cause that {@code e} tells. */
    static String of(SSLException e) {
        String message = message(e);
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = message.substring(alert + ALERT.length());
            return "remote error: tls: " + ALERTS.getOrDefault(name, name.replace('_', ' '));
        }
        if (message.contains("Unsupported or unrecognized SSL message")
                || message.contains("Unrecognized SSL message")
                || message.contains("Not an SSL/TLS record")) {
            return NO_RECORD;
        }
        String certificate = certificate(e);
        return certificate == null ? "tls: " + message : X509 + certificate;
    }

    /** What {@code e} says, or else of what kind it is. */
    static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** What is wrong with the peer's certificate; null if it is something else. */
    private static @Nullable String certificate(Throwable e) {
        X509Certificate refused = null;
        Throwable t = e;
        for (int i = 0; t != null && i < MAX_CAUSES; i++, t = t.getCause()) {
            if (t instanceof CertPathValidatorException v) {
                refused = refused(v);
            }
            if (t instanceof CertificateExpiredException) {
                return validity(refused == null ? null : refused.getNotAfter(), "after", t);
            }
            if (t instanceof CertificateNotYetValidException) {
                return validity(refused == null ? null : refused.getNotBefore(), "before", t);
            }
            String text = message(t);
            if (text.endsWith("unable to find valid certification path to requested target")
                    || text.endsWith("No trusted certificate found")) {
                return "certificate signed by unknown authority";
            }
            if (text.startsWith("No subject alternative ") || text.startsWith("No name matching ")) {
                return "certificate is valid for other names: " + text;
            }
        }
        return null;
    }

    private static @Nullable X509Certificate refused(CertPathValidatorException e) {
        List<? extends Certificate> path =
                e.getCertPath() == null ? List.of() : e.getCertPath().getCertificates();
        return e.getIndex() >= 0 && e.getIndex() < path.size() && path.get(e.getIndex()) instanceof X509Certificate c
                ? c
                : null;
    }

    private static String validity(@Nullable Date limit, String relation, Throwable t) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String told = limit == null ? message(t) : "current time " + now + " is " + relation + " " + limit.toInstant();
        return "certificate has expired or is not yet valid: " + told;
    }
}
