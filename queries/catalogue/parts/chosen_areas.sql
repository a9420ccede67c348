-- Areas that the parameters `npu`, `area` and `candidate` leave; all where they are null.

chosen AS (
    SELECT area_code, population FROM areas
    WHERE
        ($npu IS NULL OR npu_code = $npu)
        AND ($area IS NULL OR area_code = $area)
        AND (
            $candidate IS NULL
            OR area_code IN (SELECT area_code FROM candidate_areas WHERE candidate_id = $candidate)
        )
)
