#include "analyzer/audit/claims.h"

#include <algorithm>
#include <tuple>

#include "analyzer/audit/file_claims.h"
#include "analyzer/audit/log_claims.h"

namespace analyzer {

std::vector<Claim> LoadClaims(Index* index, const std::vector<RunRow>& runs,
                              const std::vector<BatchRow>& batches) {
  std::vector<Claim> claims = LoadLogClaims(index, runs, batches);
  for (Claim& claim : LoadFileClaims(index)) claims.push_back(std::move(claim));
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    const auto key = [](const Claim& claim) {
      return std::tuple(claim.run.value_or(INT64_MAX), claim.file, claim.line.value_or(0));
    };
    return key(a) < key(b);
  });
  return claims;
}

}  // namespace analyzer
