using System.Globalization;

namespace WeightlessNet.Datasets.Internals;

/// <summary>The parts of a MovieLens title: "Toy Story (1995)" becomes "Toy Story" and 1995.</summary>
internal readonly record struct TitleAndYear(string Title, int? Year)
{
    private const int SuffixLength = 6;

    public static TitleAndYear Parse(string text)
    {
        ReadOnlySpan<char> title = text.AsSpan().Trim();
        if (title.Length > SuffixLength
            && title[^SuffixLength] == '('
            && title[^1] == ')'
            && int.TryParse(title[^5..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int year))
        {
            return new TitleAndYear(title[..^SuffixLength].TrimEnd().ToString(), year);
        }

        return new TitleAndYear(title.ToString(), null);
    }
}
