namespace DigitsSample;

/// <summary>A square of pixels for curves drawn with a round pen.</summary>
/// <remarks>Uses only sums, products, quotients and square roots, which have the same bits on every machine.</remarks>
internal sealed class StrokeCanvas
{
    private const int PiecesOfCurve = 10;

    private readonly int _side;
    private readonly double[] _squaredDistance;
    private double _radius;

    /// <summary>Creates a canvas.</summary>
    /// <param name="side">The width and height in pixels.</param>
    public StrokeCanvas(int side)
    {
        _side = side;
        _squaredDistance = new double[side * side];
    }

    /// <summary>Clears the canvas and sets the pen.</summary>
    /// <param name="radius">The radius of the pen in pixels.</param>
    public void Begin(double radius)
    {
        _radius = radius;
        Array.Fill(_squaredDistance, double.PositiveInfinity);
    }

    /// <summary>Draws a quadratic Bézier curve; points are in pixels, and (0, 0) is the middle of the first pixel.</summary>
    public void DrawCurve((double X, double Y) from, (double X, double Y) control, (double X, double Y) to)
    {
        (double X, double Y) last = from;
        for (int piece = 1; piece <= PiecesOfCurve; piece++)
        {
            double t = (double)piece / PiecesOfCurve;
            double s = 1 - t;
            (double X, double Y) next = (
                (s * s * from.X) + (2 * s * t * control.X) + (t * t * to.X),
                (s * s * from.Y) + (2 * s * t * control.Y) + (t * t * to.Y));
            DrawLine(last, next);
            last = next;
        }
    }

    /// <summary>The share of a pixel that the pen has covered, 0 to 1.</summary>
    public double CoverOf(int pixel) => Math.Clamp(_radius + 0.5 - Math.Sqrt(_squaredDistance[pixel]), 0, 1);

    private void DrawLine((double X, double Y) from, (double X, double Y) to)
    {
        double reach = _radius + 1;
        int left = ToPixel(Math.Min(from.X, to.X) - reach);
        int right = ToPixel(Math.Max(from.X, to.X) + reach);
        int top = ToPixel(Math.Min(from.Y, to.Y) - reach);
        int bottom = ToPixel(Math.Max(from.Y, to.Y) + reach);
        double alongX = to.X - from.X;
        double alongY = to.Y - from.Y;
        double squaredLength = (alongX * alongX) + (alongY * alongY);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double dot = ((x - from.X) * alongX) + ((y - from.Y) * alongY);
                double t = squaredLength > 0 ? Math.Clamp(dot / squaredLength, 0, 1) : 0;
                double offX = from.X + (t * alongX) - x;
                double offY = from.Y + (t * alongY) - y;
                ref double nearest = ref _squaredDistance[(y * _side) + x];
                nearest = Math.Min(nearest, (offX * offX) + (offY * offY));
            }
        }
    }

    private int ToPixel(double coordinate) => Math.Clamp((int)coordinate, 0, _side - 1);
}
