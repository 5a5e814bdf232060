#include "tests/benchmark/micro/data.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace analyzer {
namespace {

constexpr std::array kFirstNames = {"ALVA", "BJÖRN", "ÅSA",   "MAY-BRITT", "JOSÉ",
                                    "TORE", "ÖSTEN", "SIGNE", "PER OLOF",  "EBBA"};
constexpr std::array kLastNames = {"TALLÅS", "ÖRNVIK",  "AF SKOGSTA", "O'HARE", "GRANLIDA",
                                   "SJÖHED", "ÅKERBRO", "LINDTORP",   "ASPLID"};
constexpr uint64_t kFirstId = 51000000000;
constexpr uint64_t kFirstCard = 91000000000;
constexpr size_t kItemsOfBatch = 100;

// The one seed: neighbours get numbers far apart, without a generator's cost (Knuth's
// multiplicative hash).
uint64_t Mixed(size_t i) { return i * uint64_t{2654435761} & 0xFFFFFFFF; }

struct Customer {
  std::string id;
  std::string first;
  std::string last;
  std::string four_digits;
};

Customer CustomerOf(size_t i) {
  const uint64_t mixed = Mixed(i);
  return {std::to_string(kFirstId + i), kFirstNames[mixed % kFirstNames.size()],
          kLastNames[(mixed >> 8) % kLastNames.size()], std::to_string(1000 + (mixed >> 4) % 9000)};
}

std::string OriginalText(size_t i) {
  const Customer customer = CustomerOf(i);
  const std::string birthday =
      "19" + std::to_string(40 + Mixed(i) % 50) + "-10-" + std::to_string(10 + Mixed(i) % 20);
  return R"(    {
      "changeType": "CREATE",
      "type": "PERSON",
      "person": {
        "customerId": ")" +
         customer.id + R"(",
        "status": "ACTIVE",
        "firstName": ")" +
         customer.first + R"(",
        "lastName": ")" +
         customer.last + R"(",
        "languageCode": "sv",
        "birthday": ")" +
         birthday + R"(",
        "marketingAllowedFlag": true,
        "addresses": [
          {
            "addressee": ")" +
         customer.first + " " + customer.last + R"(",
            "street": "Storgatan",
            "streetNumber": ")" +
         customer.four_digits + R"(",
            "city": "Ålunda",
            "postalCode": "10000",
            "countryCode": "SE",
            "contactPurposeTypeCode": "DEFAULT",
            "contactMethodTypeCode": "HOME"
          }
        ],
        "customerCards": [
          {
            "number": ")" +
         std::to_string(kFirstCard + i) + R"(",
            "type": "MAIN_CARD",
            "scope": "GLOBAL"
          }
        ]
      }
    })";
}

std::string Row(size_t i, size_t failing) {
  const Customer customer = CustomerOf(i);
  const bool failed = Mixed(i + 7) % 1000 < failing;
  std::string row = "      {\n        \"customerId\": \"" + customer.id +
                    "\",\n        \"username\": \"" + customer.first + " " + customer.last + "-" +
                    customer.four_digits + "\",\n        \"changeType\": \"CREATE\",\n";
  row += failed ? "        \"result\": \"CONFLICT\",\n        \"errorMessage\": \"Customer exists\""
                : "        \"result\": \"SUCCESS\"";
  return row + "\n      }";
}

template <typename Item>
std::string Items(size_t first, size_t count, Item item) {
  std::string items;
  for (size_t i = first; i < first + count; ++i) {
    if (i > first) items += ",\n";
    items += item(i);
  }
  return items;
}

std::string Wrapped(size_t number, const std::string& rows) {
  return "{\n  \"timestamp\": \"20251110_080000\",\n  \"batch_id\": " + std::to_string(number) +
         ",\n  \"status_code\": 200,\n  \"response_data\": {\n    \"data\": [\n" + rows +
         "\n    ]\n  },\n  \"response_type\": \"success\"\n}";
}

std::string Line(size_t second, const std::string& message) {
  char time[32];
  std::snprintf(time, sizeof time, "2025-11-10 %02zu:%02zu:%02zu,%03zu", second / 3600 % 24,
                second / 60 % 60, second % 60, second * 7 % 1000);
  return std::string(time) + " - INFO - " + message + "\n";
}

std::string LinesOfBatch(size_t batch) {
  const std::string number = std::to_string(batch);
  return Line(batch, "Loading batch " + number + " from batches/batch_" + number +
                         ".json (customers 0-100) - 100 customers") +
         Line(batch, "Sending batch " + number + " (attempt 1/3) - 100 customers") +
         Line(batch, "Connection pool holds 4 sessions, 2 of them idle") +
         Line(batch, "[SUCCESS] Batch " + number + " - No failed customers detected");
}

}  // namespace

std::string BatchFile(size_t first, size_t count) {
  return "{\n  \"data\": [\n" + Items(first, count, OriginalText) + "\n  ]\n}\n";
}

std::string SavedAnswer(size_t first, size_t count, size_t failing) {
  return Wrapped(first / kItemsOfBatch + 1,
                 Items(first, count, [=](size_t i) { return Row(i, failing); }));
}

std::string BrokenAnswer(size_t first, size_t count) {
  return Wrapped(first / kItemsOfBatch + 1, Items(first, count, [](size_t i) {
                   std::string row = Row(i, 30);
                   if (i % 10 == 0) row.erase(row.find("\",\n"), 1);
                   return row;
                 }));
}

std::string LogLines(size_t batches) {
  std::string log;
  for (size_t batch = 1; batch <= batches; ++batch) log += LinesOfBatch(batch);
  return log;
}

std::string LogWithAnswers(size_t batches) {
  std::string log;
  for (size_t batch = 1; batch <= batches; ++batch) {
    log += LinesOfBatch(batch);
    log += Line(batch, "Batch " + std::to_string(batch) + " response: " +
                           SavedAnswer((batch - 1) * kItemsOfBatch, kItemsOfBatch, 30));
  }
  return log;
}

}  // namespace analyzer
