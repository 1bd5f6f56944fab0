namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Which factors a member of one side has, and which of them are learned.</summary>
/// <remarks>
/// Factor 0 is the bias of a user, and 1 for all items; factor 1 is the bias of an item, and 1 for all users. The factors that both sides
/// learn follow. Then, from a multiple of <see cref="OuterProducts.Lanes"/> on, the columns: known for items, and for users how much
/// each of them raises the ratings. Numbers in between are 0 on both sides.
/// </remarks>
internal sealed class FactorShape
{
    private FactorShape(int factors, int columns, int constant, int systemSize)
    {
        Factors = factors;
        Columns = columns;
        Constant = constant;
        SystemSize = systemSize;
        Solved = [.. Enumerable.Range(0, systemSize).Where(factor => factor != constant && IsUsed(factor))];
    }

    /// <summary>How many factors there are before the columns, the two of the biases included.</summary>
    public int Factors { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    /// <summary>Which factor is always 1: 0 or 1.</summary>
    public int Constant { get; }

    /// <summary>The bias: the other one of these two.</summary>
    public int Bias => 1 - Constant;

    /// <summary>Where the columns begin.</summary>
    public int ColumnsAt => ColumnsAfter(Factors);

    /// <summary>How many numbers the factors of a member take.</summary>
    public int Stride => StrideOf(Factors, Columns);

    /// <summary>How many of these numbers, from the first on, contain all factors that are learned.</summary>
    public int SystemSize { get; }

    /// <summary>The factors that are learned.</summary>
    public int[] Solved { get; }

    /// <summary>How many numbers the factors of a member take.</summary>
    public static int StrideOf(int factors, int columns) => ColumnsAfter(factors) + OuterProducts.Pad(columns);

    /// <summary>The shape of the users.</summary>
    public static FactorShape OfUsers(int factors, int columns) => new(factors, columns, 1, StrideOf(factors, columns));

    /// <summary>The shape of the items.</summary>
    public static FactorShape OfItems(int factors, int columns) => new(factors, columns, 0, ColumnsAfter(factors));

    /// <summary>Whether a number is a factor or a column, and not one of those in between.</summary>
    public bool IsUsed(int factor) => factor < Factors || (factor >= ColumnsAt && factor < ColumnsAt + Columns);

    private static int ColumnsAfter(int factors) => OuterProducts.Pad(factors);
}
