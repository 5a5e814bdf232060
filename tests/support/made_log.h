#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace analyzer {

// What a client writes, and what is left of it where something went wrong, in any order.
class MadeLog {
 public:
  explicit MadeLog(unsigned seed) : random_(seed) {}  // NOLINT(cert-msc51-cpp): the same each time

  std::string Text(size_t size) {
    std::string text;
    while (text.size() < size) text += Some();
    return text;
  }

  size_t Upto(size_t end) { return random_() % end; }

 private:
  std::string Line(const std::string& message) {
    clock_ += static_cast<int>(Upto(900));
    const std::string time = std::to_string(100000 + clock_ / 1000 % 60);
    const std::string fraction = std::to_string(1000 + clock_ % 1000);
    return "2025-11-10 08:15:" + time.substr(4) + "," + fraction.substr(1) + " - INFO - " +
           message + "\n";
  }

  std::string Answer(const std::string& between) {
    std::string text = "{\"status_code\": 200, \"data\": [" + between;
    for (size_t i = Upto(4); i > 0; --i) {
      const std::string id = std::to_string(51000100000 + Upto(1000));
      text += "{\"customerId\": \"" + id + "\", \"result\": \"" +
              (Upto(3) == 0 ? "FAILED" : "SUCCESS") + "\"}," + between;
    }
    return text + "{\"customerId\": \"9\", \"result\": \"CONFLICT\"}" + between + "]}";
  }

  std::string Some() {
    const std::string batch = std::to_string(1 + Upto(40));
    switch (Upto(16)) {
      case 0:
        return Line("Sending batch " + batch + " (attempt 1/2) - 4 customers");
      case 1:
        return Line("[FAILED] FOUND FAILED CUSTOMER: 51000100001 - TORE LIND-1 - Result: CONFLICT");
      case 2:
        return Line("Batch " + batch + " response: " + Answer(" "));
      case 3:
        return Line("Batch " + batch + " response: " + Answer("\n  "));
      case 4: {  // lines of another thread in it
        std::string answer = Line("Batch " + batch + " body " + Answer("\n"));
        answer.insert(answer.find('\n') + 1, Line("Sending batch 7 (attempt 1/2) - 4 customers"));
        return answer;
      }
      case 5: {  // cut off
        const std::string answer = Line("Batch " + batch + " body " + Answer("\n "));
        return answer.substr(0, answer.size() - Upto(60)) + "\n";
      }
      case 6:
        return "[08:15:04] ✅ SUCCESS - Batch " + batch +
               "\nStatus Code: 200\nResponse Data: " + Answer("\n") + "\n" +
               (Upto(3) == 0 ? "" : std::string(80, '-') + "\n");
      case 7:
        return "[08:15:04] ❌ ERROR - Batch " + batch + "\nStatus Code: 500\n" +
               std::string(80, '-') + "\n";
      case 8:
        return Line("[SUMMARY] IMPORT SUMMARY:") + Line("[STATS] Total customers to import: 33");
      case 9:
        return "  and some more of the message, {of no use\n";
      case 10:
        return "\n\n";
      case 11:
        return Answer("\n") + "\n";
      case 12:
        return "{\n\n";
      case 13:
        return Line("body: '{\\\\\"a\\\\\": 1}' and {\"b\": \"}\"}");
      case 14:
        return Line(
            "said \"{\\\"data\\\": [{\\\"customerId\\\": \\\"5\\\", \\\"result\\\": "
            "\\\"ERROR\\\"}]}\"");
      default:
        return Line("nothing of note in batch " + batch);
    }
  }

  std::mt19937 random_;
  int clock_ = 0;
};

}  // namespace analyzer
