#!/bin/sh
ip link add probe0 type dummy || exit 2
ip link show probe0 | grep -q 'mtu 9000'
status=$?
ip link del probe0
exit $status
