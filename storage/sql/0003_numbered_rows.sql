-- A row's position is its number, 1 and on without gaps, so that no list or number need be counted through.

UPDATE record SET position = number
FROM (
    SELECT application AS a, grp AS g, row AS r,
        row_number() OVER (PARTITION BY application, grp ORDER BY position) AS number
    FROM record WHERE row != ''
)
WHERE application = a AND grp = g AND row = r AND position != number;
