-- How many problems each unit has identified, is working on and has signed off, and how many worked.
-- Columns:
--   npu_code "NPU": unit
--   npu_name "Name": its name
--   identified [problems] "Identified": problems written down, all stages together
--   scanning [problems]: at scanning
--   analysis [problems]: at analysis
--   response [problems]: at response
--   assessment [problems]: at assessment
--   signed_off [problems] "Signed off": closed
--   worked [problems] "Worked": of those signed off, judged to have worked, wholly or partly
-- Empty: There are no units.
-- Example: impact-areas queries run problem_counts

WITH counted AS (
    SELECT
        npu_code,
        count(*) AS identified,
        count(*) FILTER (stage = 'scanning') AS scanning,
        count(*) FILTER (stage = 'analysis') AS analysis,
        count(*) FILTER (stage = 'response') AS response,
        count(*) FILTER (stage = 'assessment') AS assessment,
        count(*) FILTER (stage = 'signed off') AS signed_off,
        count(*) FILTER (worked IN ('yes', 'partly')) AS worked
    FROM problems GROUP BY npu_code
),

final AS (
    SELECT
        npu_code,
        coalesce(npu_name, 'not in this generation') AS npu_name,
        coalesce(identified, 0) AS identified,
        coalesce(scanning, 0) AS scanning,
        coalesce(analysis, 0) AS analysis,
        coalesce(response, 0) AS response,
        coalesce(assessment, 0) AS assessment,
        coalesce(signed_off, 0) AS signed_off,
        coalesce(worked, 0) AS worked
    FROM npus FULL JOIN counted USING (npu_code)
)

SELECT * FROM final
ORDER BY npu_code;
