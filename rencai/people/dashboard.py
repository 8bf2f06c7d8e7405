"""The figures and charts of the register on the home page."""

from rencai.people.figures import movements, register
from rencai.ui.dashboard import draw, show

show(
    register.on_register,
    register.social_work_talents,
    register.qualified,
    register.qualified_share,
    register.bachelor_share,
    movements.joined_this_year,
    movements.left_this_year,
)
draw(register.on_register, "township")
draw(register.on_register, "age")
draw(register.on_register, "education")
draw(register.on_register, "category")
