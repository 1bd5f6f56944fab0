namespace WeightlessNet.Datasets;

/// <summary>What the values in a table of ratings mean.</summary>
public enum RatingTableValues
{
    /// <summary>Each value is a rating.</summary>
    Ratings,

    /// <summary>
    /// Each value is a positive count, such as of purchases or plays; without a column of values each row counts once. A pair of user and
    /// item becomes a rating of 1 on the scale from 0 to 1, and <see cref="RatingTable.Counts"/> keeps its count.
    /// </summary>
    Counts,
}
