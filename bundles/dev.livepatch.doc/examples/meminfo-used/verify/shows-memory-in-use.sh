#!/bin/sh
# The new line is there, and its value is what the lines around it say.
while read -r name value unit; do
	case $name in
	MemTotal:) total=$value ;;
	MemAvailable:) available=$value ;;
	MemUsed:) used=$value ;;
	esac
done </proc/meminfo
[ -n "$used" ] && [ "$used" -eq $((total - available)) ]
