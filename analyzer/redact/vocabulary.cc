#include "analyzer/redact/vocabulary.h"

#include <algorithm>
#include <array>

namespace analyzer {
namespace {

constexpr std::string_view kFormatWords =
    // Of JSON, of Python, of logs.
    "true false null none nan data info warning warn error debug critical notset trace json txt "
    "log md csv gz zip tar xz bz zst html xml sqlite utf http https api dcller re "
    // Keys of the API.
    "changetype type person organization customerid username firstname lastname emails email "
    "emailaddress address value customercards number cardnumber scope addresses addressee street "
    "streetnumber city postalcode countrycode languagecode contactpurposetypecode "
    "contactmethodtypecode contactmethods marketingallowedflag statisticaluseallowed "
    "declarationavailable birthday personalnumber personalidentitynumber personalidnumber "
    "nationalid socialsecuritynumber phones phonenumber status householdid primarymemberid "
    "memberids name customers households results customerresults householdresults errors "
    "errormessage message result importid title detail instance problem "
    // Values of the API.
    "create update upsert delete active inactive main card partner global default home homeemail "
    "homephone mobile success conflict failed not found ok imported accepted unknown duplicate "
    // Keys of the client.
    "timestamp batch id status code response headers raw text original file path complete batches "
    "originaldata batchinfo size total source number import failure reason directory structure "
    "list customer household count retry summary details failures remaining start end idx "
    "expected auth service down generator batchid batchnumber index position "
    // The client's log, its window and its files.
    "starting bulk from files loaded planned yet created of each household customer to loading "
    "sending attempt with completed but successfully checking for in new regex more and detected "
    "saved non nok aborting stopping processed stop stats check save timeout timed out decode "
    "stopped stats found resume work single instructions readme response responses failed api "
    "username error and none bulk upsert py regenerated unanswered resolved unmatched manifest "
    "multi individual analyzer successful rate duration day days";

constexpr std::string_view kMessageWords =
    "a about above accept access account action active added after again all allowed already also "
    "an another any application apply are array as at attempts available away bad bandwidth based "
    "be because been before begin begins below between body boolean both broken by bytes call "
    "cannot card cards case cause change changed character characters check client close closed "
    "column conflicts connect connected connection contact contain contains content control could "
    "count country created crlf current customers cut database date day days debugging decimal "
    "declined default denied details did different digits directories disabled does done due "
    "duplicates duration during each either empty enabled encoding end ended enter entity entries "
    "entry eof exceeded exception execution exist existing exists exit expected expecting expired "
    "export fail failing fails fault field fields final finished first flat following for "
    "forbidden "
    "format found full function gateway get given gmt gone got had handle handled has have head "
    "header health hour hours how if ignored immediate in incomplete index initial input inside "
    "instead integer internal interrupted into invalid is it item items its key keys kept kind "
    "last later layer lazy least left length limit line lines link load local locked login long "
    "lookup lost made malformed many match matches matching max maximum may maybe memory merge "
    "method min minimum minute minutes missing mode more most mon tue wed thu fri sat sun jan feb "
    "mar apr jun jul aug sep oct nov dec must name names network never next no nonetype not "
    "nothing "
    "now null object occurred off old on once one only open operand operation or order other our "
    "outage outside over page parse parsed parsing partial parts password permission person phase "
    "please point policy pool port possible post postal prevented previous primary process "
    "processing progress properties property protocol proxy python queue quota rate read reached "
    "ready received record records recovery refused reject rejected remote removed repeat replaced "
    "reply request requested requests require required requires reset resource rest restarting "
    "results retries retrying returned row rows rule run running same schema script second seconds "
    "security see send sent sequence server servers service session set should shutdown since size "
    "skip skipped skipping so some soon sorry source space started state step still stop string "
    "strings submitted such support supported system table temporarily temporary terminated test "
    "than that the their them then there these they this thread threads through time times to "
    "token tokens too top traceback transaction transient tried tries try type types unable "
    "unauthorized unavailable unexpected unicode unique unit unknown unprocessable unreachable "
    "unsupported until unterminated up updated upstream url use used user users using valid "
    "validation values version via violation wait waiting was way week were what when where which "
    "while who why will window within without word worker workers write writing wrong year years "
    "you your zero details summary individual text html body div span script nginx apache basehttp "
    "gzip charset urllib urlopen httpconnectionpool httpsconnectionpool maxretryerror keyerror "
    "typeerror valueerror oserror connectionerror attributeerror readtimeout jsondecodeerror "
    "exists duplicates ms mb kb gb authorization bearer cookie passport apikey credentials iso rfc";

constexpr std::string_view kTextKeys =
    "changetype type customerid username firstname lastname name email emailaddress emails result "
    "error errors errormessage message messages title detail details instance status status_code "
    "householdid primarymemberid memberids number cardnumber customercards scope "
    "contactpurposetypecode contactmethodtypecode data customers households results "
    "customerresults householdresults person organization addresses phones contactmethods "
    "importid timestamp batch_id batch_number batchid batchnumber batch batchinfo total_batches "
    "batch_size source_file file_path retry_file response_data response_type response_text "
    "raw_response originaldata complete_batch_data customer_count household_count "
    "failure_reason total_customers total_households directory directory_structure "
    "customers_list households_list import_type total_failed_batches total_failed_customers "
    "total_failed_households retry_files error_details error_info auth_service_error "
    "remaining_batches start_idx end_idx expected_size field code path generator reason";

constexpr std::string_view kCodeKeys =
    "languagecode countrycode language country currency currencycode locale lang";

constexpr std::array<std::string_view, 16> kSecrets = {
    "token",       "authorization", "cookie",  "password", "passwd",    "secret",
    "passport",    "apikey",        "session", "bearer",   "sessionid", "credential",
    "credentials", "jsessionid",    "tokens",  "cookies"};

std::unordered_set<std::string> WordsOf(std::string_view list) {
  std::unordered_set<std::string> words;
  while (!list.empty()) {
    const size_t end = std::min(list.find(' '), list.size());
    if (end > 0) words.emplace(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

}  // namespace

const std::unordered_set<std::string>& FormatWords() {
  static const auto kWords = WordsOf(kFormatWords);
  return kWords;
}

const std::unordered_set<std::string>& MessageWords() {
  static const auto kWords = WordsOf(kMessageWords);
  return kWords;
}

KeyKind KindOfKey(std::string_view key) {
  static const auto kText = WordsOf(kTextKeys);
  static const auto kCode = WordsOf(kCodeKeys);
  const std::string folded = InLowerCase(key);
  if (kText.contains(folded)) return KeyKind::kText;
  return kCode.contains(folded) ? KeyKind::kCode : KeyKind::kOther;
}

bool NamesSecret(std::string_view lower) {
  return std::any_of(kSecrets.begin(), kSecrets.end(), [&](std::string_view secret) {
    return lower.ends_with(secret) || (secret.size() > 5 && lower.starts_with(secret));
  });
}

std::string InLowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace analyzer
