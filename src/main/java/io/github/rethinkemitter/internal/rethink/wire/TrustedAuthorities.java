package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The certificate authorities that an encrypted connection trusts. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    static SSLContext of(Tls tls) throws IOException {
        String file = tls.caFile();
        try {
            if (file == null) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(Path.of(file)), null);
            return context;
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw new UnreachableException(
                    "RTH0207 the certificate authorities in \"" + (file == null ? "the JVM's trust store" : file)
                            + "\" cannot be read: " + Failures.reason(e)
                            + ". Set rethink.emitter.tls.ca-file to a readable PEM file",
                    e);
        }
    }

    private static TrustManager[] managers(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate authority : read(file)) {
            trusted.setCertificateEntry("authority-" + trusted.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return certificates;
        }
    }
}
