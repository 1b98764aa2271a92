-- funnel 2
WITH `t4` AS (
  SELECT
    `t3`.`who`,
    `t3`.`event`,
    `t3`.`at_us`,
    `t3`.`s0`,
    IF(
      (
        `t3`.`event` = 'C'
      ) AND (
        (
          `t3`.`at_us` - `t3`.`carried`
        ) <= 10
      ),
      `t3`.`carried`,
      CAST(NULL AS INT64)
    ) AS `s1`
  FROM (
    SELECT
      `t2`.`who`,
      `t2`.`event`,
      `t2`.`at_us`,
      `t2`.`s0`,
      MAX(`t2`.`s0`) OVER (
        PARTITION BY `t2`.`who`
        ORDER BY `t2`.`at_us` ASC
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS `carried`
    FROM (
      SELECT
        `t1`.`who`,
        `t1`.`event`,
        `t1`.`at_us`,
        IF(
          `t1`.`s0` = MIN(`t1`.`s0`) OVER (PARTITION BY `t1`.`who` ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
          `t1`.`s0`,
          CAST(NULL AS INT64)
        ) AS `s0`
      FROM (
        SELECT
          `t0`.`person` AS `who`,
          `t0`.`event`,
          `t0`.`at_us`,
          IF(`t0`.`event` = 'D', `t0`.`at_us`, CAST(NULL AS INT64)) AS `s0`
        FROM `events` AS `t0`
        WHERE
          `t0`.`workspace` = 'lumen'
          AND `t0`.`person` IS NOT NULL
          AND `t0`.`person` <> ''
          AND `t0`.`event` IN ('C', 'D')
      ) AS `t1`
    ) AS `t2`
  ) AS `t3`
)
SELECT
  `t14`.`t0`,
  `t14`.`t1`,
  `t14`.`last_start`
FROM (
  SELECT
    `t13`.`who`,
    MAX(`t13`.`t0`) AS `t0`,
    MAX(`t13`.`t1`) AS `t1`,
    MAX(`t13`.`last_start`) AS `last_start`
  FROM (
    SELECT
      `t12`.`who`,
      `t12`.`event`,
      `t12`.`at_us`,
      `t12`.`s0`,
      `t12`.`s1`,
      `t12`.`last_start`,
      `t12`.`begun`,
      `t12`.`reached`,
      `t12`.`t0`,
      MIN(`t12`.`fitting`) OVER (PARTITION BY `t12`.`who` ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `t1`
    FROM (
      SELECT
        `t11`.`who`,
        `t11`.`event`,
        `t11`.`at_us`,
        `t11`.`s0`,
        `t11`.`s1`,
        `t11`.`last_start`,
        `t11`.`begun`,
        `t11`.`reached`,
        `t11`.`begun` AS `t0`,
        IF(
          (
            `t11`.`event` = 'C'
          )
          AND (
            `t11`.`at_us` >= `t11`.`begun`
          )
          AND (
            `t11`.`reached` > 1
          ),
          `t11`.`at_us`,
          CAST(NULL AS INT64)
        ) AS `fitting`
      FROM (
        SELECT
          `t6`.`who`,
          `t6`.`event`,
          `t6`.`at_us`,
          `t6`.`s0`,
          `t6`.`s1`,
          `t10`.`last_start`,
          `t10`.`begun`,
          `t10`.`reached`
        FROM `t4` AS `t6`
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              `t7`.`who`,
              `t7`.`last_start`,
              COALESCE(`t7`.`b1`, `t7`.`b0`) AS `begun`,
              CASE WHEN `t7`.`b1` IS NOT NULL THEN 2 WHEN `t7`.`b0` IS NOT NULL THEN 1 ELSE 0 END AS `reached`
            FROM (
              SELECT
                `t5`.`who`,
                MIN(`t5`.`s0`) AS `b0`,
                MIN(`t5`.`s1`) AS `b1`,
                MAX(`t5`.`s0`) AS `last_start`
              FROM `t4` AS `t5`
              GROUP BY
                1
            ) AS `t7`
          ) AS `t8`
          WHERE
            `t8`.`reached` > 0
        ) AS `t10`
          ON `t6`.`who` = `t10`.`who`
      ) AS `t11`
    ) AS `t12`
  ) AS `t13`
  GROUP BY
    1
) AS `t14`

-- retention A B recurring False
WITH `t4` AS (
  SELECT
    `t1`.`who`,
    `t1`.`period` AS `cohort`
  FROM (
    SELECT DISTINCT
      `t0`.`person` AS `who`,
      IF(
        (
          `t0`.`at_us` >= 0
        ) AND (
          `t0`.`at_us` < 60
        ),
        IF(
          `t0`.`at_us` < 30,
          IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
          IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM `events` AS `t0`
    WHERE
      `t0`.`workspace` = 'lumen'
      AND `t0`.`person` IS NOT NULL
      AND `t0`.`person` <> ''
      AND `t0`.`event` = 'A'
      AND `t0`.`at_us` >= 0
      AND `t0`.`at_us` < 60
  ) AS `t1`
)
SELECT
  *
FROM (
  SELECT
    `t7`.`cohort`,
    `t7`.`people`,
    0 AS `elapsed`
  FROM (
    SELECT
      `t5`.`cohort`,
      COUNT(*) AS `people`
    FROM `t4` AS `t5`
    GROUP BY
      1
  ) AS `t7`
) AS `t8`
UNION ALL
SELECT
  *
FROM (
  SELECT
    `t11`.`cohort`,
    `t11`.`people`,
    `t11`.`elapsed`
  FROM (
    SELECT
      `t10`.`cohort`,
      `t10`.`elapsed`,
      COUNT(*) AS `people`
    FROM (
      SELECT
        `t9`.`who`,
        `t9`.`cohort`,
        `t9`.`period` - `t9`.`cohort` AS `elapsed`
      FROM (
        SELECT
          `t6`.`who`,
          `t6`.`cohort`,
          `t3`.`period`
        FROM `t4` AS `t6`
        INNER JOIN (
          SELECT DISTINCT
            `t0`.`person` AS `who`,
            IF(
              (
                `t0`.`at_us` >= 0
              ) AND (
                `t0`.`at_us` < 60
              ),
              IF(
                `t0`.`at_us` < 30,
                IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
                IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
              ),
              CAST(NULL AS INT64)
            ) AS `period`
          FROM `events` AS `t0`
          WHERE
            `t0`.`workspace` = 'lumen'
            AND `t0`.`person` IS NOT NULL
            AND `t0`.`person` <> ''
            AND `t0`.`event` = 'B'
            AND `t0`.`at_us` >= 0
            AND `t0`.`at_us` < 60
        ) AS `t3`
          ON `t6`.`who` = `t3`.`who`
      ) AS `t9`
      WHERE
        `t9`.`period` > `t9`.`cohort`
    ) AS `t10`
    GROUP BY
      1,
      2
  ) AS `t11`
) AS `t12`

-- retention A A first_time False
WITH `t6` AS (
  SELECT
    `t5`.`who`,
    `t5`.`period` AS `cohort`
  FROM (
    SELECT
      `t2`.`who`,
      IF(
        (
          `t2`.`first_us` >= 0
        ) AND (
          `t2`.`first_us` < 60
        ),
        IF(
          `t2`.`first_us` < 30,
          IF(`t2`.`first_us` < 10, 0, IF(`t2`.`first_us` < 20, 1, 2)),
          IF(`t2`.`first_us` < 40, 3, IF(`t2`.`first_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM (
      SELECT
        `t1`.`who`,
        MIN(`t1`.`at_us`) AS `first_us`
      FROM (
        SELECT
          `t0`.`person` AS `who`,
          `t0`.`event`,
          `t0`.`at_us`,
          `t0`.`properties`
        FROM `events` AS `t0`
        WHERE
          `t0`.`workspace` = 'lumen'
          AND `t0`.`person` IS NOT NULL
          AND `t0`.`person` <> ''
          AND `t0`.`event` = 'A'
      ) AS `t1`
      GROUP BY
        1
    ) AS `t2`
  ) AS `t5`
  WHERE
    `t5`.`period` IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    `t9`.`cohort`,
    `t9`.`people`,
    0 AS `elapsed`
  FROM (
    SELECT
      `t7`.`cohort`,
      COUNT(*) AS `people`
    FROM `t6` AS `t7`
    GROUP BY
      1
  ) AS `t9`
) AS `t10`
UNION ALL
SELECT
  *
FROM (
  SELECT
    `t13`.`cohort`,
    `t13`.`people`,
    `t13`.`elapsed`
  FROM (
    SELECT
      `t12`.`cohort`,
      `t12`.`elapsed`,
      COUNT(*) AS `people`
    FROM (
      SELECT
        `t11`.`who`,
        `t11`.`cohort`,
        `t11`.`period` - `t11`.`cohort` AS `elapsed`
      FROM (
        SELECT
          `t8`.`who`,
          `t8`.`cohort`,
          `t4`.`period`
        FROM `t6` AS `t8`
        INNER JOIN (
          SELECT DISTINCT
            `t0`.`person` AS `who`,
            IF(
              (
                `t0`.`at_us` >= 0
              ) AND (
                `t0`.`at_us` < 60
              ),
              IF(
                `t0`.`at_us` < 30,
                IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
                IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
              ),
              CAST(NULL AS INT64)
            ) AS `period`
          FROM `events` AS `t0`
          WHERE
            `t0`.`workspace` = 'lumen'
            AND `t0`.`person` IS NOT NULL
            AND `t0`.`person` <> ''
            AND `t0`.`event` = 'A'
            AND `t0`.`at_us` >= 0
            AND `t0`.`at_us` < 60
        ) AS `t4`
          ON `t8`.`who` = `t4`.`who`
      ) AS `t11`
      WHERE
        `t11`.`period` > `t11`.`cohort`
    ) AS `t12`
    GROUP BY
      1,
      2
  ) AS `t13`
) AS `t14`

-- retention A B recurring True
WITH `t4` AS (
  SELECT
    `t1`.`who`,
    `t1`.`period` AS `cohort`
  FROM (
    SELECT DISTINCT
      `t0`.`person` AS `who`,
      IF(
        (
          `t0`.`at_us` >= 0
        ) AND (
          `t0`.`at_us` < 60
        ),
        IF(
          `t0`.`at_us` < 30,
          IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
          IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM `events` AS `t0`
    WHERE
      `t0`.`workspace` = 'lumen'
      AND `t0`.`person` IS NOT NULL
      AND `t0`.`person` <> ''
      AND `t0`.`event` = 'A'
      AND `t0`.`at_us` >= 0
      AND `t0`.`at_us` < 60
  ) AS `t1`
)
SELECT
  *
FROM (
  SELECT
    `t7`.`cohort`,
    `t7`.`people`,
    0 AS `elapsed`
  FROM (
    SELECT
      `t5`.`cohort`,
      COUNT(*) AS `people`
    FROM `t4` AS `t5`
    GROUP BY
      1
  ) AS `t7`
) AS `t8`
UNION ALL
SELECT
  *
FROM (
  SELECT
    `t12`.`cohort`,
    `t12`.`people`,
    `t12`.`elapsed`
  FROM (
    SELECT
      `t11`.`cohort`,
      `t11`.`elapsed`,
      COUNT(*) AS `people`
    FROM (
      SELECT
        `t10`.`who`,
        `t10`.`cohort`,
        MAX(`t10`.`elapsed`) AS `elapsed`
      FROM (
        SELECT
          `t9`.`who`,
          `t9`.`cohort`,
          `t9`.`period` - `t9`.`cohort` AS `elapsed`
        FROM (
          SELECT
            `t6`.`who`,
            `t6`.`cohort`,
            `t3`.`period`
          FROM `t4` AS `t6`
          INNER JOIN (
            SELECT DISTINCT
              `t0`.`person` AS `who`,
              IF(
                (
                  `t0`.`at_us` >= 0
                ) AND (
                  `t0`.`at_us` < 60
                ),
                IF(
                  `t0`.`at_us` < 30,
                  IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
                  IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
                ),
                CAST(NULL AS INT64)
              ) AS `period`
            FROM `events` AS `t0`
            WHERE
              `t0`.`workspace` = 'lumen'
              AND `t0`.`person` IS NOT NULL
              AND `t0`.`person` <> ''
              AND `t0`.`event` = 'B'
              AND `t0`.`at_us` >= 0
              AND `t0`.`at_us` < 60
          ) AS `t3`
            ON `t6`.`who` = `t3`.`who`
        ) AS `t9`
        WHERE
          `t9`.`period` > `t9`.`cohort`
      ) AS `t10`
      GROUP BY
        1,
        2
    ) AS `t11`
    GROUP BY
      1,
      2
  ) AS `t12`
) AS `t13`

-- retention None C first_time True
WITH `t6` AS (
  SELECT
    `t5`.`who`,
    `t5`.`period` AS `cohort`
  FROM (
    SELECT
      `t2`.`who`,
      IF(
        (
          `t2`.`first_us` >= 0
        ) AND (
          `t2`.`first_us` < 60
        ),
        IF(
          `t2`.`first_us` < 30,
          IF(`t2`.`first_us` < 10, 0, IF(`t2`.`first_us` < 20, 1, 2)),
          IF(`t2`.`first_us` < 40, 3, IF(`t2`.`first_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM (
      SELECT
        `t1`.`who`,
        MIN(`t1`.`at_us`) AS `first_us`
      FROM (
        SELECT
          `t0`.`person` AS `who`,
          `t0`.`event`,
          `t0`.`at_us`,
          `t0`.`properties`
        FROM `events` AS `t0`
        WHERE
          `t0`.`workspace` = 'lumen'
          AND `t0`.`person` IS NOT NULL
          AND `t0`.`person` <> ''
          AND TRUE
      ) AS `t1`
      GROUP BY
        1
    ) AS `t2`
  ) AS `t5`
  WHERE
    `t5`.`period` IS NOT NULL
)
SELECT
  *
FROM (
  SELECT
    `t9`.`cohort`,
    `t9`.`people`,
    0 AS `elapsed`
  FROM (
    SELECT
      `t7`.`cohort`,
      COUNT(*) AS `people`
    FROM `t6` AS `t7`
    GROUP BY
      1
  ) AS `t9`
) AS `t10`
UNION ALL
SELECT
  *
FROM (
  SELECT
    `t14`.`cohort`,
    `t14`.`people`,
    `t14`.`elapsed`
  FROM (
    SELECT
      `t13`.`cohort`,
      `t13`.`elapsed`,
      COUNT(*) AS `people`
    FROM (
      SELECT
        `t12`.`who`,
        `t12`.`cohort`,
        MAX(`t12`.`elapsed`) AS `elapsed`
      FROM (
        SELECT
          `t11`.`who`,
          `t11`.`cohort`,
          `t11`.`period` - `t11`.`cohort` AS `elapsed`
        FROM (
          SELECT
            `t8`.`who`,
            `t8`.`cohort`,
            `t4`.`period`
          FROM `t6` AS `t8`
          INNER JOIN (
            SELECT DISTINCT
              `t0`.`person` AS `who`,
              IF(
                (
                  `t0`.`at_us` >= 0
                ) AND (
                  `t0`.`at_us` < 60
                ),
                IF(
                  `t0`.`at_us` < 30,
                  IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
                  IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
                ),
                CAST(NULL AS INT64)
              ) AS `period`
            FROM `events` AS `t0`
            WHERE
              `t0`.`workspace` = 'lumen'
              AND `t0`.`person` IS NOT NULL
              AND `t0`.`person` <> ''
              AND `t0`.`event` = 'C'
              AND `t0`.`at_us` >= 0
              AND `t0`.`at_us` < 60
          ) AS `t4`
            ON `t8`.`who` = `t4`.`who`
        ) AS `t11`
        WHERE
          `t11`.`period` > `t11`.`cohort`
      ) AS `t12`
      GROUP BY
        1,
        2
    ) AS `t13`
    GROUP BY
      1,
      2
  ) AS `t14`
) AS `t15`

-- totals
SELECT
  `t1`.`period`,
  COUNT(*) AS `events`,
  COUNT(DISTINCT `t1`.`who`) AS `people`
FROM (
  SELECT
    `t0`.`person` AS `who`,
    IF(
      (
        `t0`.`at_us` >= 0
      ) AND (
        `t0`.`at_us` < 60
      ),
      IF(
        `t0`.`at_us` < 30,
        IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
        IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
      ),
      CAST(NULL AS INT64)
    ) AS `period`
  FROM `events` AS `t0`
  WHERE
    `t0`.`workspace` = 'lumen'
    AND `t0`.`person` IS NOT NULL
    AND `t0`.`person` <> ''
    AND `t0`.`event` = 'A'
    AND `t0`.`at_us` >= 0
    AND `t0`.`at_us` < 60
) AS `t1`
GROUP BY
  1

-- trailing
WITH `t2` AS (
  SELECT
    `t1`.`who`,
    `t1`.`period`,
    LEAD(`t1`.`period`) OVER (PARTITION BY `t1`.`who` ORDER BY `t1`.`period` ASC) AS `again`
  FROM (
    SELECT DISTINCT
      `t0`.`person` AS `who`,
      IF(
        (
          `t0`.`at_us` >= 0
        ) AND (
          `t0`.`at_us` < 60
        ),
        IF(
          `t0`.`at_us` < 30,
          IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
          IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM `events` AS `t0`
    WHERE
      `t0`.`workspace` = 'lumen'
      AND `t0`.`person` IS NOT NULL
      AND `t0`.`person` <> ''
      AND `t0`.`event` = 'A'
      AND `t0`.`at_us` >= 0
      AND `t0`.`at_us` < 60
  ) AS `t1`
)
SELECT
  `t6`.`period`,
  SUM(`t6`.`change`) AS `change`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t3`.`period`,
      1 AS `change`
    FROM `t2` AS `t3`
  ) AS `t4`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      LEAST(`t3`.`period` + 2, COALESCE(`t3`.`again`, 6), 6) AS `period`,
      -1 AS `change`
    FROM `t2` AS `t3`
  ) AS `t5`
) AS `t6`
GROUP BY
  1

-- stickiness
SELECT
  `t2`.`periods`,
  COUNT(*) AS `people`
FROM (
  SELECT
    `t1`.`who`,
    COUNT(*) AS `periods`
  FROM (
    SELECT DISTINCT
      `t0`.`person` AS `who`,
      IF(
        (
          `t0`.`at_us` >= 0
        ) AND (
          `t0`.`at_us` < 60
        ),
        IF(
          `t0`.`at_us` < 30,
          IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
          IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
        ),
        CAST(NULL AS INT64)
      ) AS `period`
    FROM `events` AS `t0`
    WHERE
      `t0`.`workspace` = 'lumen'
      AND `t0`.`person` IS NOT NULL
      AND `t0`.`person` <> ''
      AND `t0`.`event` = 'A'
      AND `t0`.`at_us` >= 0
      AND `t0`.`at_us` < 60
  ) AS `t1`
  GROUP BY
    1
) AS `t2`
GROUP BY
  1

-- lifecycle
WITH `t8` AS (
  SELECT
    `t7`.`who`,
    `t7`.`period`,
    `t7`.`begun`,
    LAG(`t7`.`period`) OVER (PARTITION BY `t7`.`who` ORDER BY `t7`.`period` ASC) AS `before`,
    LEAD(`t7`.`period`) OVER (PARTITION BY `t7`.`who` ORDER BY `t7`.`period` ASC) AS `after`
  FROM (
    SELECT
      `t4`.`who`,
      `t4`.`period`,
      `t6`.`begun`
    FROM (
      SELECT DISTINCT
        `t0`.`person` AS `who`,
        IF(
          (
            `t0`.`at_us` >= 0
          ) AND (
            `t0`.`at_us` < 60
          ),
          IF(
            `t0`.`at_us` < 30,
            IF(`t0`.`at_us` < 10, 0, IF(`t0`.`at_us` < 20, 1, 2)),
            IF(`t0`.`at_us` < 40, 3, IF(`t0`.`at_us` < 50, 4, 5))
          ),
          CAST(NULL AS INT64)
        ) AS `period`
      FROM `events` AS `t0`
      WHERE
        `t0`.`workspace` = 'lumen'
        AND `t0`.`person` IS NOT NULL
        AND `t0`.`person` <> ''
        AND `t0`.`event` = 'A'
        AND `t0`.`at_us` >= 0
        AND `t0`.`at_us` < 60
    ) AS `t4`
    INNER JOIN (
      SELECT
        `t2`.`who`,
        IF(
          (
            `t2`.`first_us` >= 0
          ) AND (
            `t2`.`first_us` < 60
          ),
          IF(
            `t2`.`first_us` < 30,
            IF(`t2`.`first_us` < 10, 0, IF(`t2`.`first_us` < 20, 1, 2)),
            IF(`t2`.`first_us` < 40, 3, IF(`t2`.`first_us` < 50, 4, 5))
          ),
          CAST(NULL AS INT64)
        ) AS `begun`
      FROM (
        SELECT
          `t1`.`who`,
          MIN(`t1`.`at_us`) AS `first_us`
        FROM (
          SELECT
            `t0`.`person` AS `who`,
            `t0`.`event`,
            `t0`.`at_us`,
            `t0`.`properties`
          FROM `events` AS `t0`
          WHERE
            `t0`.`workspace` = 'lumen'
            AND `t0`.`person` IS NOT NULL
            AND `t0`.`person` <> ''
            AND `t0`.`event` = 'A'
        ) AS `t1`
        GROUP BY
          1
      ) AS `t2`
    ) AS `t6`
      ON `t4`.`who` = `t6`.`who`
  ) AS `t7`
)
SELECT
  `t12`.`period`,
  `t12`.`state`,
  COUNT(*) AS `people`
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t9`.`period`,
      CAST(CASE
        WHEN COALESCE(`t9`.`begun`, -1) = `t9`.`period`
        THEN 1
        WHEN COALESCE(`t9`.`before`, -2) = (
          `t9`.`period` - 1
        )
        THEN 2
        ELSE 3
      END AS INT64) AS `state`
    FROM `t8` AS `t9`
    WHERE
      `t9`.`period` > 0
  ) AS `t11`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      `t9`.`period` + 1 AS `period`,
      4 AS `state`
    FROM `t8` AS `t9`
    WHERE
      (
        `t9`.`period` + 1
      ) < 6
      AND COALESCE(`t9`.`after`, -1) <> (
        `t9`.`period` + 1
      )
  ) AS `t10`
) AS `t12`
GROUP BY
  1,
  2

-- adoption 1 None
SELECT
  `t6`.`since`,
  `t6`.`took`
FROM (
  SELECT
    `t5`.`who`,
    MIN(`t5`.`since`) AS `since`,
    MIN(`t5`.`passed`) AS `took`
  FROM (
    SELECT
      `t4`.`who`,
      `t4`.`at_us`,
      `t4`.`met`,
      `t4`.`use`,
      `t4`.`since`,
      `t4`.`counts`,
      `t4`.`place`,
      IF(
        `t4`.`counts` AND (
          `t4`.`place` = 0
        ),
        `t4`.`at_us` - `t4`.`since`,
        CAST(NULL AS INT64)
      ) AS `passed`
    FROM (
      SELECT
        `t3`.`who`,
        `t3`.`at_us`,
        `t3`.`met`,
        `t3`.`use`,
        `t3`.`since`,
        `t3`.`counts`,
        ROW_NUMBER() OVER (PARTITION BY `t3`.`who`, `t3`.`counts` ORDER BY `t3`.`at_us` ASC) - 1 AS `place`
      FROM (
        SELECT
          `t2`.`who`,
          `t2`.`at_us`,
          `t2`.`met`,
          `t2`.`use`,
          `t2`.`since`,
          `t2`.`use` AND (
            `t2`.`at_us` >= `t2`.`since`
          ) AS `counts`
        FROM (
          SELECT
            `t1`.`who`,
            `t1`.`at_us`,
            `t1`.`met`,
            `t1`.`use`,
            MIN(`t1`.`met`) OVER (PARTITION BY `t1`.`who` ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `since`
          FROM (
            SELECT
              `t0`.`person` AS `who`,
              `t0`.`at_us`,
              IF(`t0`.`event` = 'A', `t0`.`at_us`, CAST(NULL AS INT64)) AS `met`,
              `t0`.`event` = 'B' AS `use`
            FROM `events` AS `t0`
            WHERE
              `t0`.`workspace` = 'lumen' AND `t0`.`person` IS NOT NULL AND `t0`.`person` <> ''
          ) AS `t1`
        ) AS `t2`
        WHERE
          `t2`.`since` IS NOT NULL
      ) AS `t3`
    ) AS `t4`
  ) AS `t5`
  GROUP BY
    1
) AS `t6`

-- adoption 2 (5, 20)
SELECT
  `t6`.`since`,
  `t6`.`took`
FROM (
  SELECT
    `t5`.`who`,
    MIN(`t5`.`since`) AS `since`,
    MIN(`t5`.`passed`) AS `took`
  FROM (
    SELECT
      `t4`.`who`,
      `t4`.`at_us`,
      `t4`.`met`,
      `t4`.`use`,
      `t4`.`since`,
      `t4`.`counts`,
      `t4`.`place`,
      IF(
        `t4`.`counts` AND (
          `t4`.`place` = 1
        ),
        `t4`.`at_us` - `t4`.`since`,
        CAST(NULL AS INT64)
      ) AS `passed`
    FROM (
      SELECT
        `t3`.`who`,
        `t3`.`at_us`,
        `t3`.`met`,
        `t3`.`use`,
        `t3`.`since`,
        `t3`.`counts`,
        ROW_NUMBER() OVER (PARTITION BY `t3`.`who`, `t3`.`counts` ORDER BY `t3`.`at_us` ASC) - 1 AS `place`
      FROM (
        SELECT
          `t2`.`who`,
          `t2`.`at_us`,
          `t2`.`met`,
          `t2`.`use`,
          `t2`.`since`,
          `t2`.`use` AND (
            `t2`.`at_us` >= `t2`.`since`
          ) AS `counts`
        FROM (
          SELECT
            `t1`.`who`,
            `t1`.`at_us`,
            `t1`.`met`,
            `t1`.`use`,
            MIN(`t1`.`met`) OVER (PARTITION BY `t1`.`who` ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `since`
          FROM (
            SELECT
              `t0`.`person` AS `who`,
              `t0`.`at_us`,
              IF(
                (
                  `t0`.`at_us` >= 5
                ) AND (
                  `t0`.`at_us` <= 20
                ),
                `t0`.`at_us`,
                CAST(NULL AS INT64)
              ) AS `met`,
              `t0`.`event` = 'B' AS `use`
            FROM `events` AS `t0`
            WHERE
              `t0`.`workspace` = 'lumen' AND `t0`.`person` IS NOT NULL AND `t0`.`person` <> ''
          ) AS `t1`
        ) AS `t2`
        WHERE
          `t2`.`since` IS NOT NULL
      ) AS `t3`
    ) AS `t4`
  ) AS `t5`
  GROUP BY
    1
) AS `t6`
