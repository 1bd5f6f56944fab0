namespace WeightlessNet.Recommenders.Internals;

/// <summary>Checks that an option lies within its range.</summary>
internal static class OptionRange
{
    public static int Checked(int value, int minimum, int maximum, string name) =>
        value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {minimum} to {maximum}.");

    public static double Checked(double value, double minimum, double maximum, string name) =>
        value >= minimum && value <= maximum
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, FormattableString.Invariant($"{name} is {minimum} to {maximum}."));
}
