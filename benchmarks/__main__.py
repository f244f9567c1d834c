"""All the measures, one after the other; the tables of docs/benchmarks.md."""

from benchmarks import certificates, exports, letters, pages, printing, running, rush, search, staff

print("## Pages\n")
pages.main()
print("\n## Rush: 500 people, two clicks each, 50 at a time, 20 seats\n")
rush.main()
print("\n## HR import\n")
staff.main()
print("\n## Exports: 5,000 people\n")
exports.main()
print("\n## Printing\n")
printing.main()
print("\n## Certificates: 300 of one session\n")
certificates.main()
print("\n## Search: 20,000 documents\n")
search.main()
print("\n## Memory and start\n")
running.main()
print("\n## Letters: 5,000, one worker\n")
letters.main()
