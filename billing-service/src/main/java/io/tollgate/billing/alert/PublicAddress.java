package io.tollgate.billing.alert;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses belong to the public internet: everything else could be a neighbour of this service. */
final class PublicAddress {

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            return isPublic(first, second, bytes[2] & 0xff);
        }
        // Only global unicast, and there nothing that carries an IPv4 address: 6to4, Teredo; documentation is nobody's.
        boolean globalUnicast = (first & 0xe0) == 0x20;
        boolean sixToFour = first == 0x20 && second == 0x02;
        boolean special = first == 0x20 && second == 0x01 && (bytes[2] & 0xff) < 0x02;
        boolean documentation =
                first == 0x20 && second == 0x01 && (bytes[2] & 0xff) == 0x0d && (bytes[3] & 0xff) == 0xb8;
        return globalUnicast && !sixToFour && !special && !documentation;
    }

    private static boolean isPublic(int first, int second, int third) {
        boolean thisNetwork = first == 0;
        boolean carrierGrade = first == 100 && second >= 64 && second < 128;
        boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean documentation =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        boolean reserved = first >= 240;
        return !thisNetwork && !carrierGrade && !protocols && !benchmarks && !documentation && !reserved;
    }
}
