using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>How often each class was taken for each other class.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Creates a matrix of zeros.</summary>
    /// <param name="labels">All classes that occur or can be an answer, in order.</param>
    public ConfusionMatrix(IReadOnlyList<byte> labels)
    {
        Labels = labels;
        _counts = new int[labels.Count, labels.Count + 1];
    }

    /// <summary>The classes in order: the rows, and the columns except the last, which is "don't know".</summary>
    public IReadOnlyList<byte> Labels { get; }

    /// <summary>The column of "don't know".</summary>
    public int UnknownColumn => Labels.Count;

    /// <summary>The number of answers.</summary>
    public int Count { get; private set; }

    /// <summary>The number of right answers.</summary>
    public int RightCount { get; private set; }

    /// <summary>The share of right answers.</summary>
    public double Accuracy => (double)RightCount / Count;

    /// <summary>How often a class got an answer.</summary>
    /// <param name="row">The position of the true class.</param>
    /// <param name="column">The position of the answer, or <see cref="UnknownColumn"/>.</param>
    public int this[int row, int column] => _counts[row, column];

    /// <summary>Whether any answer was "don't know".</summary>
    public bool HasUnknown => Enumerable.Range(0, Labels.Count).Any(row => _counts[row, UnknownColumn] > 0);

    /// <summary>The number of examples of a class.</summary>
    public int CountOf(int row) => Enumerable.Range(0, Labels.Count + 1).Sum(column => _counts[row, column]);

    /// <summary>Adds an answer.</summary>
    public void Add(byte label, Classification<byte> answer)
    {
        int row = PositionOf(label);
        int column = answer.IsKnown ? PositionOf(answer.Label) : UnknownColumn;
        _counts[row, column]++;
        Count++;
        RightCount += row == column ? 1 : 0;
    }

    private int PositionOf(byte label)
    {
        int position = 0;
        while (Labels[position] != label)
        {
            position++;
        }

        return position;
    }
}
